// SPDX-License-Identifier: Apache-2.0
#include "models/layers/matrix_product.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "sim/base/random.hpp"

namespace lowband {
namespace {

/// Standard normal numbers, `shift` floats after the start of an allocation.
struct Numbers {
  Numbers(std::size_t count, std::uint32_t stream, std::size_t shift = 0) : storage(count + shift), begin(shift) {
    Stream random(7, Purpose::data, stream, 0);
    for (std::size_t i = 0; i < count; ++i) storage[begin + i] = random.normal();
  }

  [[nodiscard]] float* data() { return storage.data() + begin; }

  std::vector<float> storage;
  std::size_t begin;
};

// k products of standard normals, each rounded with relative error 2^-24 at most, and k additions of partial sums of
// size sqrt(k): the error stays below k^1.5 2^-24 with room to spare.
double tolerance(std::size_t k) { return std::pow(static_cast<double>(k) + 4.0, 1.5) * 0x1p-24; }

TEST_CASE("the product by rows agrees with a sum in double, for all shapes of tiles") {
  for (const std::size_t m : {1U, 2U, 5U, 6U, 7U, 13U, 32U}) {
    for (const std::size_t n : {1U, 2U, 3U, 10U}) {
      for (const std::size_t k : {1U, 7U, 8U, 9U, 40U, 100U}) {
        Numbers a(m * k, 0);
        Numbers b(n * k, 1);
        Numbers bias(n, 2);
        std::vector<float> out(m * n);
        multiply_by_rows(a.data(), m, b.data(), n, k, bias.data(), {out.data(), n, 1});
        std::vector<float> transposed(m * n);
        multiply_by_rows(a.data(), m, b.data(), n, k, bias.data(), {transposed.data(), 1, m});
        for (std::size_t i = 0; i < m; ++i) {
          for (std::size_t j = 0; j < n; ++j) {
            double sum = static_cast<double>(bias.data()[j]);
            for (std::size_t l = 0; l < k; ++l) {
              sum += static_cast<double>(a.data()[i * k + l]) * static_cast<double>(b.data()[j * k + l]);
            }
            REQUIRE(std::abs(static_cast<double>(out[i * n + j]) - sum) <= tolerance(k));
            REQUIRE(transposed[j * m + i] == out[i * n + j]);
          }
        }
      }
    }
  }
}

TEST_CASE("the product agrees with a sum in double, for all shapes of tiles") {
  for (const std::size_t m : {1U, 4U, 5U, 6U, 7U, 10U, 13U}) {
    for (const std::size_t n : {1U, 7U, 8U, 9U, 16U, 24U, 50U}) {
      for (const std::size_t k : {1U, 3U, 32U}) {
        Numbers a(m * k, 0);
        Numbers b(k * n, 1);
        std::vector<float> out(m * n);
        multiply({a.data(), 1, m}, m, k, b.data(), n, out.data());
        for (std::size_t i = 0; i < m; ++i) {
          for (std::size_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (std::size_t l = 0; l < k; ++l) {
              sum += static_cast<double>(a.data()[l * m + i]) * static_cast<double>(b.data()[l * n + j]);
            }
            REQUIRE(std::abs(static_cast<double>(out[i * n + j]) - sum) <= tolerance(k));
          }
        }
      }
    }
  }
}

TEST_CASE("products do not depend on where the operands are") {
  constexpr std::size_t m = 11;
  constexpr std::size_t n = 13;
  constexpr std::size_t k = 37;
  std::vector<std::vector<float>> by_rows;
  std::vector<std::vector<float>> plain;
  for (std::size_t shift = 0; shift < 16; ++shift) {
    Numbers a(m * k, 0, shift);
    Numbers b(n * k, 1, (3 * shift) % 16);
    Numbers bias(n, 2, (5 * shift) % 16);
    Numbers out(m * n, 3, (7 * shift) % 16);
    multiply_by_rows(a.data(), m, b.data(), n, k, bias.data(), {out.data(), n, 1});
    by_rows.emplace_back(out.data(), out.data() + m * n);
    multiply({a.data(), k, 1}, m, k, b.data(), n, out.data());
    plain.emplace_back(out.data(), out.data() + m * n);
  }
  for (std::size_t i = 1; i < by_rows.size(); ++i) {
    CHECK(by_rows[i] == by_rows[0]);
    CHECK(plain[i] == plain[0]);
  }
}

}  // namespace
}  // namespace lowband
