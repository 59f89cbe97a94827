// SPDX-License-Identifier: Apache-2.0
// Winograd's algorithm on whole numbers so small that every step of it is exact in float32: it then gives what the
// definition of a convolution gives, to the bit. Weights, and gradients of outputs where weights' are wanted, are
// multiples of 576, which its transforms divide by 24 twice.

#include "models/layers/winograd.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <tuple>
#include <vector>

#include "sim/base/float_buffer.hpp"
#include "sim/base/random.hpp"

namespace lowband {
namespace {

constexpr std::size_t samples = 3;

/// `unit` times -1, 0 or 1, one of the latter in `rarity` each; sample by sample, channel by channel.
std::vector<float> whole_numbers(std::size_t count, std::uint32_t rarity, float unit, std::uint32_t stream) {
  Stream random(5, Purpose::data, stream, 0);
  std::vector<float> values(count);
  for (float& value : values) {
    const std::uint32_t drawn = random.below(rarity);
    value = drawn == 0 ? unit : drawn == 1 ? -unit : 0.0F;
  }
  return values;
}

/// Samples of maps in blocks of channels.
struct BlockedMaps {
  explicit BlockedMaps(const Shape& map)
      : shape(map), block(Winograd::layout() == dnnl::memory::format_tag::nChw16c ? 16 : 8) {
    values.resize(samples * ((shape.channels + block - 1) / block) * block * shape.height * shape.width, 0.0F);
  }
  BlockedMaps(const Shape& map, const std::vector<float>& plain) : BlockedMaps(map) {
    std::size_t next = 0;
    for (std::size_t n = 0; n < samples; ++n) {
      for (std::size_t c = 0; c < shape.channels; ++c) {
        for (std::size_t i = 0; i < shape.height; ++i) {
          for (std::size_t j = 0; j < shape.width; ++j) at(n, c, i, j) = plain[next++];
        }
      }
    }
  }

  float& at(std::size_t n, std::size_t c, std::size_t i, std::size_t j) {
    const std::size_t blocks = (shape.channels + block - 1) / block;
    return values[(((n * blocks + c / block) * shape.height + i) * shape.width + j) * block + c % block];
  }

  Shape shape;
  std::size_t block;
  FloatBuffer values;
};

/// visit(sample, channels, pixels and weight) of each product of a convolution that is not with padding.
template <class Visit>
void for_each_product(const Shape& in, const Shape& out, std::size_t padding, const Visit& visit) {
  for (std::size_t n = 0; n < samples; ++n) {
    for (std::size_t o = 0; o < out.channels; ++o) {
      for (std::size_t c = 0; c < in.channels; ++c) {
        for (std::size_t i = 0; i < out.height; ++i) {
          for (std::size_t j = 0; j < out.width; ++j) {
            for (std::size_t u = 0; u < 3; ++u) {
              for (std::size_t v = 0; v < 3; ++v) {
                if (i + u < padding || j + v < padding || i + u - padding >= in.height || j + v - padding >= in.width)
                  continue;
                visit(n, o, c, std::pair{i, j}, std::pair{i + u - padding, j + v - padding},
                      ((o * in.channels + c) * 3 + u) * 3 + v);
              }
            }
          }
        }
      }
    }
  }
}

TEST_CASE("Winograd's algorithm is a convolution and its gradients, exactly so on small whole numbers", "[layers]") {
  // Whole tiles and parts of them, channels that fill blocks and that do not, fewer tiles than go at once and more.
  for (const auto& [in, channels, padding] :
       {std::tuple{Shape{16, 8, 8}, 16U, 1U}, std::tuple{Shape{20, 9, 14}, 33U, 1U},
        std::tuple{Shape{17, 12, 11}, 16U, 0U}, std::tuple{Shape{16, 21, 22}, 24U, 2U}}) {
    const Shape out{channels, in.height + 2 * padding - 2, in.width + 2 * padding - 2};
    REQUIRE(Winograd::suits(in, out, 3, 1));
    const Winograd winograd(samples, in, out, padding);
    FloatBuffer scratch(winograd.scratch_size(), std::nanf(""));
    const auto weights = whole_numbers(out.channels * in.channels * 9, 6, 576.0F, 1);
    std::vector<float> bias(out.channels);
    for (std::size_t o = 0; o < bias.size(); ++o) bias[o] = static_cast<float>(o);
    BlockedMaps x(in, whole_numbers(samples * in.size(), 6, 1.0F, 2));
    BlockedMaps slopes(out, whole_numbers(samples * out.size(), 20, 1.0F, 3));
    BlockedMaps large_slopes(out, whole_numbers(samples * out.size(), 20, 576.0F, 3));

    BlockedMaps y(out);
    BlockedMaps dx(in);
    std::vector<float> gradient(weights.size());
    std::vector<float> bias_gradient(out.channels);
    for (std::size_t n = 0; n < samples; ++n) {
      for (std::size_t o = 0; o < out.channels; ++o) {
        for (std::size_t i = 0; i < out.height; ++i) {
          for (std::size_t j = 0; j < out.width; ++j) {
            y.at(n, o, i, j) = bias[o];
            bias_gradient[o] += large_slopes.at(n, o, i, j);
          }
        }
      }
    }
    for_each_product(in, out, padding, [&](auto n, auto o, auto c, auto to, auto from, auto weight) {
      y.at(n, o, to.first, to.second) += weights[weight] * x.at(n, c, from.first, from.second);
      dx.at(n, c, from.first, from.second) += weights[weight] * slopes.at(n, o, to.first, to.second);
      gradient[weight] += x.at(n, c, from.first, from.second) * large_slopes.at(n, o, to.first, to.second);
    });

    // Everything is written, also the places beyond the last channel, which stay 0.
    FloatBuffer found(y.values.size(), std::nanf(""));
    winograd.forward(x.values.data(), weights.data(), bias.data(), found.data(), scratch.data());
    CHECK(found == y.values);
    found.assign(dx.values.size(), std::nanf(""));
    winograd.input_gradient(slopes.values.data(), weights.data(), found.data(), scratch.data());
    CHECK(found == dx.values);
    std::vector<float> found_gradient(weights.size(), std::nanf(""));
    std::vector<float> found_bias(out.channels, std::nanf(""));
    winograd.weight_gradient(x.values.data(), large_slopes.values.data(), found_gradient.data(), found_bias.data(),
                             scratch.data());
    CHECK(found_gradient == gradient);
    CHECK(found_bias == bias_gradient);
  }
}

TEST_CASE("Winograd's algorithm is for 3 x 3 with stride 1, 16 channels and maps of 8 x 8 or more", "[layers]") {
  CHECK(Winograd::suits({16, 8, 8}, {16, 8, 8}, 3, 1));
  CHECK(!Winograd::suits({16, 8, 8}, {16, 8, 8}, 5, 1));
  CHECK(!Winograd::suits({16, 16, 16}, {16, 8, 8}, 3, 2));
  CHECK(!Winograd::suits({3, 8, 8}, {16, 8, 8}, 3, 1));
  CHECK(!Winograd::suits({16, 8, 8}, {15, 8, 8}, 3, 1));
  CHECK(!Winograd::suits({16, 8, 7}, {16, 8, 7}, 3, 1));
}

}  // namespace
}  // namespace lowband
