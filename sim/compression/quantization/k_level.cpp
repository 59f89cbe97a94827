// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/k_level.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/worst_variance.hpp"

namespace lowband {

void KLevel::parameters(Parameters& parameters) {
  parameters.integer("levels", levels_, {2, 65536}, "", "points of the grid, k; ceil(log2 k) bits a coordinate");
  parameters.choice("range", range_, {{"min-max", "the extremes"}, {"norm", "sqrt(2) times the 2-norm"}},
                    "what the grid spans, from the minimum on");
  parameters.integer("bucket", bucket_, {1, 1 << 24}, "coordinate",
                     "consecutive coordinates that share a grid; the whole vector unless given");
}

CodecFacts KLevel::facts() const {
  return {
      ErrorClass::unbiased,
      "E||C(v) - v||^2 = D^2 sum_i f_i (1 - f_i) <= d / (2 (k - 1)^2) ||v||^2, D = s / (k - 1), f_i the fraction of "
      "(v_i - min) / D",
      "ceil(log2 levels) + 64 / bucket"};
}

UniformGrid norm_grid(const ValueRange& range, std::int32_t points) {
  const double top = static_cast<double>(range.lowest) + std::numbers::sqrt2 * std::sqrt(range.squares);
  const double most = static_cast<double>(std::numeric_limits<float>::max());
  // Rounding must not leave the largest value outside.
  return {range.lowest, std::max(range.highest, static_cast<float>(std::min(top, most))), points};
}

UniformGrid KLevel::grid(std::span<const float> bucket) const {
  const ValueRange range = value_range(bucket);
  return range_ == "norm" ? norm_grid(range, levels_) : UniformGrid{range.lowest, range.highest, levels_};
}

std::size_t KLevel::bucket_of(std::size_t size) const {
  return bucket_ ? static_cast<std::size_t>(*bucket_) : std::max(size, std::size_t{1});
}

std::optional<std::size_t> KLevel::encoded_size(std::size_t size) const {
  const unsigned bits = UniformGrid{.points = levels_}.bits();
  const std::size_t bucket = bucket_of(size);
  const std::size_t rest = size % bucket;
  return size / bucket * (UniformGrid::ends_size + packed_size(bucket, bits)) +
         (rest == 0 ? 0 : UniformGrid::ends_size + packed_size(rest, bits));
}

void KLevel::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  std::span<std::byte> out = code;
  const std::size_t bucket = bucket_of(vector.size());
  if (bucket < chunk_size) {
    // Whole buckets, and so whole bytes, to each chunk.
    const std::size_t buckets = chunk_size / bucket;
    const std::size_t bucket_bytes = *encoded_size(bucket);
    for_each_chunk(vector.size(), buckets * bucket, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
      auto part = out.subspan(begin / bucket * bucket_bytes);
      for_each_part(size, bucket, [&](std::size_t first, std::size_t count) {
        const auto values = vector.subspan(begin + first, count);
        const UniformGrid points = grid(values);
        points.write_ends(part);
        const std::size_t bytes = packed_size(count, points.bits());
        points.round_and_pack(values, numbers, part.subspan(UniformGrid::ends_size, bytes));
        part = part.subspan(UniformGrid::ends_size + bytes);
      });
    });
    return;
  }
  for_each_part(vector.size(), bucket, [&](std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    const UniformGrid points = grid(values);
    points.write_ends(out);
    out = out.subspan(UniformGrid::ends_size);
    for_each_chunk(count, chunk_size, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
      points.round_and_pack(values.subspan(begin, size), numbers,
                            out.subspan(packed_size(begin, points.bits()), packed_size(size, points.bits())));
    });
    out = out.subspan(packed_size(count, points.bits()));
  });
}

void KLevel::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a k-level code has the wrong size");
  for_each_part(vector.size(), bucket_of(vector.size()), [&](std::size_t first, std::size_t count) {
    const UniformGrid points = UniformGrid::read_ends(code, levels_);
    const std::size_t bytes = packed_size(count, points.bits());
    points.unpack(code.subspan(UniformGrid::ends_size, bytes), vector.subspan(first, count));
    code = code.subspan(UniformGrid::ends_size + bytes);
  });
}

std::optional<double> KLevel::variance(std::span<const float> vector) const {
  double sum = 0.0;
  for_each_part(vector.size(), bucket_of(vector.size()), [&](std::size_t first, std::size_t count) {
    const auto values = vector.subspan(first, count);
    sum += grid(values).variance(values);
  });
  return sum;
}

std::optional<double> KLevel::contraction_factor(std::size_t size) const {
  return range_ == "norm" ? Compressor::contraction_factor(size) : maximum_norm_factor(2.0 / (levels_ - 1));
}

std::optional<double> KLevel::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!size && !bucket_) return std::nullopt;
  const std::size_t bucket = bucket_of(size.value_or(std::numeric_limits<std::size_t>::max()));
  return worst_grid_variance(std::min(size.value_or(bucket), bucket), levels_);
}

}  // namespace lowband
