// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/rotated_k_level.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"
#include "sim/compression/quantization/random_rotation.hpp"
#include "sim/compression/quantization/value_range.hpp"

namespace lowband {

namespace {

Lanes signs_of_chunk(std::uint32_t seed, std::size_t index) {
  Stream seeds(seed, Purpose::quantization, 0, 0);
  seeds.discard(index * Lanes::seed_numbers);
  return Lanes(seeds);
}

/// Memory for a rotated block, kept from message to message.
std::span<float> rotated_block(std::size_t size) {
  thread_local std::vector<float> memory;
  if (memory.size() < size) memory.resize(size);
  return std::span(memory).first(size);
}

}  // namespace

void RotatedKLevel::parameters(Parameters& parameters) {
  parameters.integer("levels", levels_, {2, 65536}, "", "points of the grid, k; ceil(log2 k) bits a coordinate");
  parameters.integer("block", block_, {2, 1 << 24}, "coordinate",
                     "consecutive coordinates that are rotated together, a power of two");
}

void RotatedKLevel::check(const Place& place) {
  if (!std::has_single_bit(block())) {
    (place / "block")
        .fail(fmt::format("a block must be a power of two, such as {}, not {}", std::bit_ceil(block()), block_));
  }
}

CodecFacts RotatedKLevel::facts() const {
  return {ErrorClass::unbiased, "E||C(v) - v||^2 <= (2 ln block + 2) / (k - 1)^2 ||v||^2",
          "ceil(log2 levels) + 64 / block + 32 / d, padding included in d"};
}

std::size_t RotatedKLevel::chunk() const { return std::max(block(), chunk_size); }

std::size_t RotatedKLevel::blocks_size(std::size_t size) const {
  const std::size_t rest = size % block();
  return size / block() * (UniformGrid::ends_size + packed_size(block(), bits())) +
         (rest == 0 ? 0 : UniformGrid::ends_size + packed_size(std::bit_ceil(rest), bits()));
}

std::optional<std::size_t> RotatedKLevel::encoded_size(std::size_t size) const {
  return size == 0 ? 0 : sizeof(std::uint32_t) + blocks_size(size);
}

void RotatedKLevel::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  if (vector.empty()) return;
  const std::uint32_t seed = random();
  std::memcpy(code.data(), &seed, sizeof seed);
  const auto blocks = std::span(code).subspan(sizeof seed);
  for_each_chunk(vector.size(), chunk(), random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
    Lanes signs = signs_of_chunk(seed, begin / chunk());
    auto out = blocks.subspan(blocks_size(begin));
    for_each_part(size, block(), [&](std::size_t first, std::size_t count) {
      const auto rotated = rotated_block(std::bit_ceil(count));
      rotate(vector.subspan(begin + first, count), signs, rotated);
      const ValueRange range = value_range(rotated);
      const UniformGrid grid{range.lowest, range.highest, levels_};
      grid.write_ends(out);
      const std::size_t bytes = packed_size(rotated.size(), bits());
      grid.round_and_pack(rotated, numbers, out.subspan(UniformGrid::ends_size, bytes));
      out = out.subspan(UniformGrid::ends_size + bytes);
    });
  });
}

void RotatedKLevel::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) {
    throw std::runtime_error("a rotated k-level code has the wrong size");
  }
  if (vector.empty()) return;
  std::uint32_t seed = 0;
  std::memcpy(&seed, code.data(), sizeof seed);
  const auto blocks = code.subspan(sizeof seed);
  for_each_chunk(vector.size(), chunk(), [&](std::size_t index, std::size_t begin, std::size_t size) {
    Lanes signs = signs_of_chunk(seed, index);
    auto in = blocks.subspan(blocks_size(begin));
    for_each_part(size, block(), [&](std::size_t first, std::size_t count) {
      const auto rotated = rotated_block(std::bit_ceil(count));
      const UniformGrid grid = UniformGrid::read_ends(in, levels_);
      const std::size_t bytes = packed_size(rotated.size(), bits());
      grid.unpack(in.subspan(UniformGrid::ends_size, bytes), rotated);
      rotate_back(rotated, signs, vector.subspan(begin + first, count));
      in = in.subspan(UniformGrid::ends_size + bytes);
    });
  });
}

double RotatedKLevel::flops(std::size_t size, double per_coordinate) const {
  if (size == 0) return 0.0;
  const std::size_t rest = size % block();
  const std::size_t padded = size - rest + (rest == 0 ? 0 : std::bit_ceil(rest));
  return static_cast<double>(padded) * (per_coordinate + std::log2(static_cast<double>(std::min(block(), padded))));
}

std::optional<double> RotatedKLevel::worst_relative_variance(std::optional<std::size_t> size) const {
  const std::size_t padded = size && *size < block() ? std::bit_ceil(std::max(*size, std::size_t{1})) : block();
  return (2.0 * std::log(static_cast<double>(padded)) + 2.0) / std::pow(levels_ - 1, 2);
}

}  // namespace lowband
