// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/zipml.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/optimal_levels.hpp"
#include "sim/compression/quantization/value_range.hpp"
#include "sim/compression/quantization/worst_variance.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_levels = 256;

/// The intervals between levels, and which of them a value is in.
class Intervals {
 public:
  explicit Intervals(std::span<const float> levels) noexcept
      : count_(levels.size() - 1),
        stride_(std::bit_ceil((count_ + most_compared - 1) / most_compared)),
        factor_(std::isfinite(levels.back() - levels.front()) ? 1.0F : 0.5F) {
    // What is behind the last interval is above all values.
    lower_.fill(std::numeric_limits<float>::infinity());
    std::copy(levels.begin(), levels.end() - 1, lower_.begin());
    std::copy(levels.begin() + 1, levels.end(), upper_.begin());
  }

  /// The last interval whose lower level is not above the value. Comparing with all levels is much faster than any
  /// search, up to some dozens: vector instructions do it, and nothing has to be looked up. So every stride-th is
  /// compared, and what lies between two of these is searched by halving.
  void find(std::span<const float> values, std::span<std::uint32_t> indices) const noexcept {
    constexpr std::size_t tile = 64;  // stays in registers
    for_each_part(values.size(), tile, [&](std::size_t first, std::size_t count) {
      std::array<float, tile> some{};
      std::array<std::uint32_t, tile> below{};
      std::copy_n(&values[first], count, some.begin());
      for (std::size_t at = stride_; at < count_; at += stride_) {
        const float level = lower_[at];
        for (std::size_t i = 0; i < tile; ++i) below[i] += level <= some[i] ? 1U : 0U;
      }
      for (std::size_t i = 0; i < count; ++i) indices[first + i] = below[i] * static_cast<std::uint32_t>(stride_);
    });
    for (auto step = static_cast<std::uint32_t>(stride_ / 2); step > 0; step /= 2) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        indices[i] += lower_[indices[i] + step] <= values[i] ? step : 0U;
      }
    }
  }

  /// One more for `indices` with probability (v - l) / (u - l). Levels come through exactly.
  void round(std::span<const float> values, std::span<const float> uniforms,
             std::span<std::uint32_t> indices) const noexcept {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float lower = lower_[indices[i]] * factor_;
      const float width = upper_[indices[i]] * factor_ - lower;
      const float probability = (values[i] * factor_ - lower) / (width > 0.0F ? width : 1.0F);
      indices[i] += uniforms[i] < probability ? 1U : 0U;
    }
  }

  [[nodiscard]] double variance(std::span<const float> values, std::span<const std::uint32_t> indices) const noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto value = static_cast<double>(values[i]);
      sum += (static_cast<double>(upper_[indices[i]]) - value) * (value - static_cast<double>(lower_[indices[i]]));
    }
    return sum;
  }

 private:
  static constexpr std::size_t most_compared = 32;
  std::size_t count_;
  std::size_t stride_;  ///< a power of two
  float factor_;        ///< halves levels where the widest difference would overflow
  std::array<float, most_levels> lower_{};
  std::array<float, most_levels> upper_{};
};

/// The sample in ascending order, between the extremes of the vector.
std::span<const float> sorted_sample(std::span<const float> vector, std::size_t most) {
  const ValueRange range = value_range(vector);
  thread_local std::vector<float> sample;
  sample.assign(1, range.lowest);
  if (vector.size() <= most) {
    sample.insert(sample.end(), vector.begin(), vector.end());
  } else {
    Stream places(0, Purpose::quantization, 0, 0);
    for (std::size_t i = 0; i < most; ++i) {
      const std::size_t begin = i * vector.size() / most;
      const std::size_t end = (i + 1) * vector.size() / most;
      sample.push_back(vector[begin + places.below(static_cast<std::uint32_t>(end - begin))]);
    }
  }
  sample.push_back(range.highest);
  std::sort(sample.begin(), sample.end());
  return sample;
}

}  // namespace

void Zipml::parameters(Parameters& parameters) {
  parameters.integer("levels", levels_, {2, most_levels}, "", "levels; ceil(log2 levels) bits a coordinate");
  parameters.integer("sample", sample_, {1, 16384}, "coordinate", "sampled coordinates that the levels are chosen for");
}

CodecFacts Zipml::facts() const {
  return {ErrorClass::unbiased,
          "E||C(v) - v||^2 = sum_i (u - v_i)(v_i - l), l and u the levels around v_i, least for a sample",
          "ceil(log2 levels) + 32 levels / d"};
}

unsigned Zipml::bits() const { return static_cast<unsigned>(std::bit_width(level_count() - 1)); }

std::optional<std::size_t> Zipml::encoded_size(std::size_t size) const {
  return size == 0 ? 0 : level_count() * sizeof(float) + packed_size(size, bits());
}

void Zipml::choose_levels(std::span<const float> vector, std::span<float> levels) const {
  optimal_levels(sorted_sample(vector, static_cast<std::size_t>(sample_)), levels);
}

void Zipml::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  if (vector.empty()) return;
  std::array<float, most_levels> memory{};
  const auto levels = std::span(memory).first(level_count());
  choose_levels(vector, levels);
  std::memcpy(code.data(), levels.data(), levels.size_bytes());
  const auto packed = std::span(code).subspan(levels.size_bytes());
  const Intervals intervals(levels);
  for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
    std::array<float, pass_size> uniforms{};
    std::array<std::uint32_t, pass_size> indices{};
    for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
      const auto values = vector.subspan(begin + first, count);
      numbers.uniform(std::span(uniforms).first(count));
      intervals.find(values, indices);
      intervals.round(values, uniforms, indices);
      pack(std::span(indices).first(count), bits(),
           packed.subspan(packed_size(begin + first, bits()), packed_size(count, bits())));
    });
  });
}

void Zipml::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a ZipML code has the wrong size");
  if (vector.empty()) return;
  std::array<float, most_levels> levels{};
  const std::size_t levels_size = level_count() * sizeof(float);
  std::memcpy(levels.data(), code.data(), levels_size);
  for (std::size_t i = 0; i < level_count(); ++i) {
    if (!std::isfinite(levels[i]) || (i > 0 && levels[i] < levels[i - 1])) {
      throw std::runtime_error("a ZipML code has bad levels");
    }
  }
  const auto packed = code.subspan(levels_size);
  for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t begin, std::size_t size) {
    std::array<std::uint32_t, pass_size> indices{};
    for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
      unpack(packed.subspan(packed_size(begin + first, bits()), packed_size(count, bits())), bits(),
             std::span(indices).first(count));
      std::uint32_t largest = 0;
      for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, indices[i]);
      if (largest >= level_count()) throw std::runtime_error("a ZipML code has the index of a level that is not there");
      const auto values = vector.subspan(begin + first, count);
      for (std::size_t i = 0; i < count; ++i) values[i] = levels[indices[i]];
    });
  });
}

std::optional<double> Zipml::variance(std::span<const float> vector) const {
  if (vector.empty()) return 0.0;
  std::array<float, most_levels> memory{};
  const auto levels = std::span(memory).first(level_count());
  choose_levels(vector, levels);
  const Intervals intervals(levels);
  std::array<std::uint32_t, pass_size> indices{};
  double sum = 0.0;
  for_each_part(vector.size(), pass_size, [&](std::size_t first, std::size_t count) {
    intervals.find(vector.subspan(first, count), indices);
    sum += intervals.variance(vector.subspan(first, count), indices);
  });
  return sum;
}

double Zipml::encode_flops(std::size_t size) const {
  const auto sampled = static_cast<double>(std::min(size, static_cast<std::size_t>(sample_)));
  const double search = 2.0 * std::min(levels_, 32) + 3.0 * std::max(static_cast<int>(bits()) - 5, 0);
  return static_cast<double>(size) * (29.0 + search) + 12.0 * levels_ * sampled * std::log2(sampled + 1.0);
}

std::optional<double> Zipml::contraction_factor(std::size_t /*size*/) const {
  return maximum_norm_factor(2.0 / (levels_ - 1));
}

std::optional<double> Zipml::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!size) return std::nullopt;
  return worst_grid_variance(*size, 2.0);  // more levels need not be where the worst vector would have them
}

}  // namespace lowband
