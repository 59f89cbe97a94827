// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/threshold.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/sparse/index_set.hpp"
#include "sim/compression/sparse/selection.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// The indices of the magnitudes above `bound`, in memory that every call of this thread uses again.
std::span<const std::uint32_t> above(std::span<const float> vector, float bound) {
  thread_local std::vector<std::uint32_t> indices;
  list_selected(vector, select_above(vector, bound), indices);
  return indices;
}

}  // namespace

void Threshold::parameters(Parameters& parameters) {
  parameters.number("tau", tau_, {1e-30, 1e30}, "", "magnitude above which a coordinate is sent, and is decoded to",
                    Parameters::Need::required);
}

CodecFacts Threshold::facts() const {
  return {ErrorClass::biased,
          "||C(v) - v||^2 = ||v||^2 - sum of tau (2 |v_i| - tau) over the n coordinates |v_i| > tau",
          "((1 + ceil(log2 d)) n + 32) / d, n how many |v_i| > tau"};
}

void Threshold::encode(std::span<const float> vector, Stream& /*random*/, Code& code) const {
  const auto indices = above(vector, tau());
  const auto count = static_cast<std::uint32_t>(indices.size());
  const std::size_t index_bytes = index_set_size(count, vector.size());
  code.resize(sizeof count + index_bytes + packed_size(count, 1));
  std::memcpy(code.data(), &count, sizeof count);
  write_indices(indices, vector.size(), std::span(code).subspan(sizeof count, index_bytes));
  const auto signs = std::span(code).subspan(sizeof count + index_bytes);
  std::array<std::uint32_t, pass_size> negative{};
  for_each_part(count, pass_size, [&](std::size_t first, std::size_t length) {
    for (std::size_t j = 0; j < length; ++j) negative[j] = std::signbit(vector[indices[first + j]]) ? 1 : 0;
    pack(std::span(negative).first(length), 1, signs.subspan(first / 8, packed_size(length, 1)));
  });
}

void Threshold::decode(std::span<const std::byte> code, std::span<float> vector) const {
  std::uint32_t count = 0;
  if (code.size() < sizeof count) throw std::runtime_error("a threshold code is too short");
  std::memcpy(&count, code.data(), sizeof count);
  if (count > vector.size()) throw std::runtime_error("a threshold code has more coordinates than the vector");
  const std::size_t index_bytes = index_set_size(count, vector.size());
  if (code.size() != sizeof count + index_bytes + packed_size(count, 1)) {
    throw std::runtime_error("a threshold code has the wrong size");
  }
  const auto signs = code.subspan(sizeof count + index_bytes);
  std::fill(vector.begin(), vector.end(), 0.0F);
  std::array<std::uint32_t, pass_size> negative{};
  read_indices(code.subspan(sizeof count, index_bytes), count, vector.size(),
               [&](std::size_t first, std::span<const std::uint32_t> indices) {
                 unpack(signs.subspan(first / 8, packed_size(indices.size(), 1)), 1,
                        std::span(negative).first(indices.size()));
                 for (std::size_t j = 0; j < indices.size(); ++j) {
                   vector[indices[j]] = negative[j] != 0 ? -tau() : tau();
                 }
               });
}

std::optional<double> Threshold::contraction(std::span<const float> vector) const {
  const double whole = squared_norm(vector);
  if (whole == 0.0) return 1.0;
  const auto bound = static_cast<double>(tau());
  double gained = 0.0;
  for (const std::uint32_t i : above(vector, tau())) {
    gained += bound * (2.0 * std::abs(static_cast<double>(vector[i])) - bound);
  }
  return std::min(gained / whole, 1.0);
}

}  // namespace lowband
