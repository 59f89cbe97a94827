// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/one_bit.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/sign/sign_bits.hpp"
#include "sim/compression/squared_norm.hpp"
#include "sim/compression/sums.hpp"

namespace lowband {

namespace {

/// The two classes of a vector, or of a part of one.
struct Classes {
  double negatives = 0.0;  ///< n-
  double positive_sum = 0.0;
  double negative_sum = 0.0;

  Classes& operator+=(const Classes& other) {
    negatives += other.negatives;
    positive_sum += other.positive_sum;
    negative_sum += other.negative_sum;
    return *this;
  }
};

/// The value, or 0, without a branch, which random signs would make dear.
double value_if(bool condition, float value) {
  const std::uint32_t mask = 0U - static_cast<std::uint32_t>(condition);
  return static_cast<double>(std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & mask));
}

/// NaN counts as not negative, so that it shows in the sum.
Classes classes(std::span<const float> values) {
  std::uint32_t negatives = 0;
  for (const float value : values) negatives += value < 0.0F ? 1 : 0;
  return {static_cast<double>(negatives),
          ordered_sum(values, [](float value) { return value_if(!(value < 0.0F), value); }),
          ordered_sum(values, [](float value) { return value_if(value < 0.0F, value); })};
}

/// m+ and m-. Throws Diverged if one is not finite.
std::array<float, 2> means(const Classes& sums, std::size_t size) {
  const double positives = static_cast<double>(size) - sums.negatives;
  const std::array<float, 2> means = {static_cast<float>(sums.positive_sum / std::max(positives, 1.0)),
                                      static_cast<float>(sums.negative_sum / std::max(sums.negatives, 1.0))};
  if (!std::isfinite(means[0]) || !std::isfinite(means[1])) {
    throw Diverged("a vector to be encoded holds NaN or infinity");
  }
  return means;
}

}  // namespace

CodecFacts OneBit::facts() const {
  return {ErrorClass::biased, "||C(v) - v||^2 = (1 - delta) ||v||^2, delta = (n+ m+^2 + n- m-^2) / ||v||^2",
          "1 + 64 / d"};
}

std::optional<std::size_t> OneBit::encoded_size(std::size_t size) const { return 2 * sizeof(float) + sign_bytes(size); }

void OneBit::encode(std::span<const float> vector, Stream& /*random*/, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const auto bits = std::span(code).subspan(2 * sizeof(float));
  const auto sums = sum_over_chunks<Classes>(vector.size(), [&](std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    pack_signs(values, bits.subspan(first / 8, sign_bytes(count)));
    return classes(values);
  });
  const auto both = means(sums, vector.size());
  std::memcpy(code.data(), both.data(), sizeof both);
}

void OneBit::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a one-bit code has the wrong size");
  std::array<float, 2> both{};
  std::memcpy(both.data(), code.data(), sizeof both);
  const auto [positive, negative] = both;
  if (!std::isfinite(positive) || !std::isfinite(negative) || positive < 0.0F || negative > 0.0F) {
    throw std::runtime_error("a one-bit code has a bad mean");
  }
  const auto bits = code.subspan(sizeof both);
  for_each_chunk(
      vector.size(), chunk_size,
      [&, positive = positive, negative = negative](std::size_t /*index*/, std::size_t first, std::size_t count) {
        unpack_signs(bits.subspan(first / 8, sign_bytes(count)), positive, negative, vector.subspan(first, count));
      });
}

std::optional<double> OneBit::contraction(std::span<const float> vector) const {
  const auto sums = sum_over_chunks<Classes>(
      vector.size(), [&](std::size_t first, std::size_t count) { return classes(vector.subspan(first, count)); });
  const auto [positive, negative] = means(sums, vector.size());
  const double squares = squared_norm(vector);
  if (squares == 0.0) return 1.0;
  // What one class takes from the squared norm, with its mean m as it is sent, rounded: sum v^2 - sum (v - m)^2.
  const auto taken = [](double m, double sum, double count) { return m * (2.0 * sum - m * count); };
  const double delta =
      (taken(static_cast<double>(positive), sums.positive_sum, static_cast<double>(vector.size()) - sums.negatives) +
       taken(static_cast<double>(negative), sums.negative_sum, sums.negatives)) /
      squares;
  return delta > 0.0 ? std::optional(std::min(delta, 1.0)) : std::nullopt;
}

}  // namespace lowband
