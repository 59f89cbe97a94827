// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/adaptive_threshold.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/sparse/index_set.hpp"
#include "sim/compression/sparse/selection.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

struct Header {
  std::array<float, 2> means{};  // of the positive, of the negative coordinates
  std::array<std::uint32_t, 2> counts{};
};
static_assert(sizeof(Header) == 16);

/// The coordinates of one sign that are sent.
struct Sent {
  std::vector<std::uint32_t> indices;
  double sum = 0.0;
  float mean = 0.0F;
};

std::size_t share(double proportion, std::size_t count) {
  if (count == 0) return 0;
  return std::max(std::size_t{1}, static_cast<std::size_t>(std::round(proportion * static_cast<double>(count))));
}

void select(std::span<const float> vector, Side side, std::size_t count, Sent& sent) {
  list_selected(vector, select_largest(vector, side, count), sent.indices);
  sent.sum = 0.0;
  for (const std::uint32_t i : sent.indices) sent.sum += static_cast<double>(vector[i]);
  sent.mean = count == 0 ? 0.0F : static_cast<float>(sent.sum / static_cast<double>(count));
}

/// What is sent of both signs, positive first, in memory that every call of this thread uses again.
std::span<const Sent> select(std::span<const float> vector, double proportion) {
  thread_local std::array<Sent, 2> sent;
  require_finite(vector);
  std::array<std::size_t, 2> counts{};
  for_each_part(vector.size(), pass_size, [&](std::size_t first, std::size_t length) {
    std::uint32_t positive = 0;
    std::uint32_t negative = 0;
    for (const float value : vector.subspan(first, length)) {
      positive += value > 0.0F ? 1U : 0U;
      negative += value < 0.0F ? 1U : 0U;
    }
    counts[0] += positive;
    counts[1] += negative;
  });
  select(vector, Side::positive, share(proportion, counts[0]), sent[0]);
  select(vector, Side::negative, share(proportion, counts[1]), sent[1]);
  return sent;
}

/// A mean is on its side of zero exactly if there is one.
bool plausible(float mean, std::uint32_t count) {
  return std::isfinite(mean) && (count > 0 ? mean > 0.0F : mean == 0.0F);
}

}  // namespace

void AdaptiveThreshold::parameters(Parameters& parameters) {
  parameters.number("proportion", proportion_, {0.0, 1.0, true}, "",
                    "share of the positive, and of the negative, coordinates that is sent");
}

CodecFacts AdaptiveThreshold::facts() const {
  return {ErrorClass::biased,
          "||C(v) - v||^2 = ||v||^2 - k+ m+^2 - k- m-^2, k+, k- coordinates of means m+, m- being sent",
          "ceil(log2 d) (k+ + k-) / d + 128 / d, k+ + k- = proportion d"};
}

void AdaptiveThreshold::encode(std::span<const float> vector, Stream& /*random*/, Code& code) const {
  const auto sent = select(vector, proportion_);
  Header header;
  std::array<std::size_t, 2> sizes{};
  for (std::size_t side = 0; side < 2; ++side) {
    header.means[side] = sent[side].mean;
    header.counts[side] = static_cast<std::uint32_t>(sent[side].indices.size());
    sizes[side] = index_set_size(header.counts[side], vector.size());
  }
  code.resize(sizeof header + sizes[0] + sizes[1]);
  std::memcpy(code.data(), &header, sizeof header);
  write_indices(sent[0].indices, vector.size(), std::span(code).subspan(sizeof header, sizes[0]));
  write_indices(sent[1].indices, vector.size(), std::span(code).subspan(sizeof header + sizes[0]));
}

void AdaptiveThreshold::decode(std::span<const std::byte> code, std::span<float> vector) const {
  Header header;
  if (code.size() < sizeof header) throw std::runtime_error("an adaptive-threshold code is too short");
  std::memcpy(&header, code.data(), sizeof header);
  const auto [positive, negative] = header.counts;
  if (std::uint64_t{positive} + negative > vector.size()) {
    throw std::runtime_error("an adaptive-threshold code has more coordinates than the vector");
  }
  if (!plausible(header.means[0], positive) || !plausible(-header.means[1], negative)) {
    throw std::runtime_error("an adaptive-threshold code has a bad mean");
  }
  const std::size_t positive_bytes = index_set_size(positive, vector.size());
  const std::size_t negative_bytes = index_set_size(negative, vector.size());
  if (code.size() != sizeof header + positive_bytes + negative_bytes) {
    throw std::runtime_error("an adaptive-threshold code has the wrong size");
  }
  std::fill(vector.begin(), vector.end(), 0.0F);
  read_indices(code.subspan(sizeof header, positive_bytes), positive, vector.size(),
               [&](std::size_t /*first*/, std::span<const std::uint32_t> indices) {
                 for (const std::uint32_t i : indices) vector[i] = header.means[0];
               });
  bool twice = false;
  read_indices(code.subspan(sizeof header + positive_bytes), negative, vector.size(),
               [&](std::size_t /*first*/, std::span<const std::uint32_t> indices) {
                 for (const std::uint32_t i : indices) {
                   twice |= vector[i] != 0.0F;
                   vector[i] = header.means[1];
                 }
               });
  if (twice) throw std::runtime_error("an adaptive-threshold code has a coordinate of both signs");
}

std::optional<double> AdaptiveThreshold::contraction(std::span<const float> vector) const {
  const double whole = squared_norm(vector);
  if (whole == 0.0) return 1.0;
  double gained = 0.0;
  for (const Sent& sent : select(vector, proportion_)) {
    const auto mean = static_cast<double>(sent.mean);
    gained += mean * (2.0 * sent.sum - static_cast<double>(sent.indices.size()) * mean);
  }
  return std::clamp(gained / whole, 0.0, 1.0);
}

}  // namespace lowband
