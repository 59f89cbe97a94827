// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/scaled_sign.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/sign/sign_bits.hpp"
#include "sim/compression/squared_norm.hpp"
#include "sim/compression/sums.hpp"

namespace lowband {

namespace {

double magnitudes(std::span<const float> values) {
  return ordered_sum(values, [](float value) { return std::abs(static_cast<double>(value)); });
}

}  // namespace

void ScaledSign::parameters(Parameters& parameters) {
  parameters.choice("norm", norm_, {{"1", "the 1-norm over d"}, {"2", "the 2-norm over the square root of d"}},
                    "the magnitude of all coordinates");
}

CodecFacts ScaledSign::facts() const {
  return {ErrorClass::biased,
          norm_ == "1" ? "||C(v) - v||^2 = (1 - delta) ||v||^2, delta = ||v||_1^2 / (d ||v||^2)"
                       : "||C(v) - v||^2 = (1 - delta) ||v||^2, delta = 2 ||v||_1 / (sqrt(d) ||v||) - 1",
          "1 + 32 / d"};
}

std::optional<std::size_t> ScaledSign::encoded_size(std::size_t size) const { return sizeof(float) + sign_bytes(size); }

double ScaledSign::norm_sum(std::span<const float> part) const {
  return norm_ == "1" ? magnitudes(part) : squared_norm(part);
}

float ScaledSign::scale(double sum, std::size_t size) const {
  const double mean = sum / static_cast<double>(std::max<std::size_t>(size, 1));
  const auto scale = static_cast<float>(norm_ == "1" ? mean : std::sqrt(mean));
  if (!std::isfinite(scale)) throw Diverged("a vector to be encoded holds NaN or infinity");
  return scale;
}

void ScaledSign::encode(std::span<const float> vector, Stream& /*random*/, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const auto bits = std::span(code).subspan(sizeof(float));
  const auto sum = sum_over_chunks<double>(vector.size(), [&](std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    pack_signs(values, bits.subspan(first / 8, sign_bytes(count)));
    return norm_sum(values);
  });
  const float c = scale(sum, vector.size());
  std::memcpy(code.data(), &c, sizeof c);
}

void ScaledSign::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a scaled-sign code has the wrong size");
  float c = 0.0F;
  std::memcpy(&c, code.data(), sizeof c);
  if (!std::isfinite(c) || std::signbit(c)) throw std::runtime_error("a scaled-sign code has a bad scale");
  const auto bits = code.subspan(sizeof c);
  for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t first, std::size_t count) {
    unpack_signs(bits.subspan(first / 8, sign_bytes(count)), c, -c, vector.subspan(first, count));
  });
}

std::optional<double> ScaledSign::contraction(std::span<const float> vector) const {
  const auto over_chunks = [&](auto sum) {
    return sum_over_chunks<double>(
        vector.size(), [&](std::size_t first, std::size_t count) { return sum(vector.subspan(first, count)); });
  };
  const double one_norm = over_chunks(magnitudes);
  const double squares = over_chunks(squared_norm);
  // With c as it is sent, rounded.
  const auto c = static_cast<double>(scale(norm_ == "1" ? one_norm : squares, vector.size()));
  if (squares == 0.0) return 1.0;
  const double delta = c * (2.0 * one_norm - c * static_cast<double>(vector.size())) / squares;
  return delta > 0.0 ? std::optional(std::min(delta, 1.0)) : std::nullopt;
}

}  // namespace lowband
