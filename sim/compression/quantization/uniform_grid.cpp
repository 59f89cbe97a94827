// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/uniform_grid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/stochastic_rounding.hpp"

namespace lowband {

namespace {

/// Distances from the lowest point, times a factor that keeps the widest of them finite.
struct Distances {
  explicit Distances(const UniformGrid& grid) noexcept
      : factor(std::isfinite(grid.highest - grid.lowest) ? 1.0F : 0.5F),
        lowest(grid.lowest * factor),
        widest(grid.highest * factor - lowest) {}

  /// From 0 to `widest`, both reached exactly at the ends: rounding is monotone.
  void measure(std::span<const float> values, std::span<float> distances) const noexcept {
    for (std::size_t i = 0; i < values.size(); ++i) distances[i] = values[i] * factor - lowest;
  }

  float factor;
  float lowest;
  float widest;
};

}  // namespace

void UniformGrid::round(std::span<const float> values, Lanes& numbers, std::span<std::uint32_t> indices) const {
  const Distances from_lowest(*this);
  std::array<float, pass_size> distances{};
  std::array<std::int32_t, pass_size> rounded{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    from_lowest.measure(values.subspan(first, count), distances);
    round_stochastically(std::span(distances).first(count), from_lowest.widest, points - 1, numbers, rounded);
    for (std::size_t i = 0; i < count; ++i) indices[first + i] = static_cast<std::uint32_t>(rounded[i]);
  });
}

void UniformGrid::look_up(std::span<const std::uint32_t> indices, std::span<float> values) const noexcept {
  const auto low = static_cast<double>(lowest);
  const auto high = static_cast<double>(highest);
  const std::int32_t n = points - 1;
  // The inverse errs by 2^-53, far less than what would move an end, a float, to another float.
  const double inverse = 1.0 / n;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto index = static_cast<std::int32_t>(indices[i]);
    values[i] = static_cast<float>((low * (n - index) + high * index) * inverse);
  }
}

double UniformGrid::variance(std::span<const float> values) const {
  const Distances from_lowest(*this);
  std::array<float, pass_size> distances{};
  double sum = 0.0;
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    from_lowest.measure(values.subspan(first, count), distances);
    sum += rounding_variance(std::span(distances).first(count), from_lowest.widest, points - 1);
  });
  const auto factor = static_cast<double>(from_lowest.factor);
  return sum / (factor * factor);
}

unsigned UniformGrid::bits() const noexcept {
  return static_cast<unsigned>(std::bit_width(static_cast<unsigned>(points - 1)));
}

void UniformGrid::round_and_pack(std::span<const float> values, Lanes& numbers, std::span<std::byte> packed) const {
  std::array<std::uint32_t, pass_size> indices{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    const auto some = std::span(indices).first(count);
    round(values.subspan(first, count), numbers, some);
    pack(some, bits(), packed.subspan(packed_size(first, bits()), packed_size(count, bits())));
  });
}

void UniformGrid::unpack(std::span<const std::byte> packed, std::span<float> values) const {
  std::array<std::uint32_t, pass_size> indices{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    const auto some = std::span(indices).first(count);
    lowband::unpack(packed.subspan(packed_size(first, bits()), packed_size(count, bits())), bits(), some);
    std::uint32_t largest = 0;
    for (const std::uint32_t index : some) largest = std::max(largest, index);
    if (largest >= static_cast<std::uint32_t>(points)) {
      throw std::runtime_error("a code has the index of a point beyond its grid");
    }
    look_up(some, values.subspan(first, count));
  });
}

void UniformGrid::write_ends(std::span<std::byte> out) const noexcept {
  std::memcpy(out.data(), &lowest, sizeof lowest);
  std::memcpy(out.data() + sizeof lowest, &highest, sizeof highest);
}

UniformGrid UniformGrid::read_ends(std::span<const std::byte> code, std::int32_t points) {
  UniformGrid grid{.points = points};
  if (code.size() < ends_size) throw std::runtime_error("a code ends within the ends of its grid");
  std::memcpy(&grid.lowest, code.data(), sizeof grid.lowest);
  std::memcpy(&grid.highest, code.data() + sizeof grid.lowest, sizeof grid.highest);
  if (!std::isfinite(grid.lowest) || !std::isfinite(grid.highest) || grid.lowest > grid.highest) {
    throw std::runtime_error("a code has bad ends of its grid");
  }
  return grid;
}

}  // namespace lowband
