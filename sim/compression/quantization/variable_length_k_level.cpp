// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/variable_length_k_level.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/ans.hpp"
#include "sim/compression/coding/frequencies.hpp"
#include "sim/compression/quantization/k_level.hpp"
#include "sim/compression/quantization/uniform_grid.hpp"
#include "sim/compression/quantization/value_range.hpp"
#include "sim/compression/quantization/worst_variance.hpp"

namespace lowband {

namespace {

constexpr int most_coded_levels = static_cast<int>(Frequencies::most_symbols);

/// The frequencies of the thread's message, whose memory is kept.
Frequencies& message_frequencies() {
  thread_local Frequencies frequencies;
  return frequencies;
}

void count_symbols(std::span<const std::uint16_t> symbols, std::size_t size, Frequencies& frequencies) {
  // Four counts of each symbol, in turn: an addition need not wait for the one just before, mostly of the same symbol.
  constexpr std::size_t ways = 4;
  thread_local std::vector<std::uint32_t> counts;
  counts.assign(ways * size, 0);
  const std::size_t even = symbols.size() / ways * ways;
  for (std::size_t i = 0; i < even; i += ways) {
    for (std::size_t way = 0; way < ways; ++way) ++counts[way * size + symbols[i + way]];
  }
  for (const std::uint16_t symbol : symbols.subspan(even)) ++counts[symbol];
  for (std::size_t way = 1; way < ways; ++way) {
    for (std::size_t i = 0; i < size; ++i) counts[i] += counts[way * size + i];
  }
  frequencies.count(std::span(counts).first(size));
}

}  // namespace

void VariableLengthKLevel::parameters(Parameters& parameters) {
  parameters.integer("levels", levels_, {2, most_coded_levels}, "",
                     "points of the grid, k; floor(sqrt(d)) + 1 for d coordinates unless given");
}

std::int32_t VariableLengthKLevel::levels_for(std::size_t size) const {
  if (levels_) return *levels_;
  return 1 + static_cast<std::int32_t>(std::clamp(std::floor(std::sqrt(static_cast<double>(size))), 1.0,
                                                  static_cast<double>(most_coded_levels - 1)));
}

CodecFacts VariableLengthKLevel::facts() const {
  return {ErrorClass::unbiased,
          "E||C(v) - v||^2 = D^2 sum_i f_i (1 - f_i) <= d / (2 (k - 1)^2) ||v||^2, D = sqrt(2) ||v||_2 / (k - 1), f_i "
          "the fraction of (v_i - min) / D",
          "entropy of the levels, O(1) for k about sqrt(d), + (192 + O(k)) / d"};
}

void VariableLengthKLevel::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.clear();
  if (vector.empty()) return;
  const UniformGrid grid = norm_grid(value_range(vector), levels_for(vector.size()));
  thread_local std::vector<std::uint16_t> memory;
  if (memory.size() < vector.size()) memory.resize(vector.size());
  const auto symbols = std::span(memory).first(vector.size());
  for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
    std::array<std::uint32_t, pass_size> indices{};
    for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
      grid.round(vector.subspan(begin + first, count), numbers, indices);
      for (std::size_t i = 0; i < count; ++i) symbols[begin + first + i] = static_cast<std::uint16_t>(indices[i]);
    });
  });

  Frequencies& frequencies = message_frequencies();
  count_symbols(symbols, static_cast<std::size_t>(grid.points), frequencies);
  code.resize(UniformGrid::ends_size);
  grid.write_ends(code);
  frequencies.write(code);
  AnsEncoder encoder(frequencies, code);
  encoder.put(symbols);
  encoder.finish();
}

void VariableLengthKLevel::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (vector.empty()) {
    if (!code.empty()) throw std::runtime_error("a variable-length k-level code has the wrong size");
    return;
  }
  const UniformGrid grid = UniformGrid::read_ends(code, levels_for(vector.size()));
  code = code.subspan(UniformGrid::ends_size);
  Frequencies& frequencies = message_frequencies();
  code = code.subspan(frequencies.read(code, static_cast<std::size_t>(grid.points)));
  AnsDecoder decoder(frequencies, code, vector.size());
  std::array<std::uint16_t, pass_size> symbols{};
  std::array<std::uint32_t, pass_size> indices{};
  for (std::size_t part = (vector.size() + pass_size - 1) / pass_size; part-- > 0;) {
    const std::size_t first = part * pass_size;
    const std::size_t count = std::min(pass_size, vector.size() - first);
    decoder.take(std::span(symbols).first(count));
    std::copy_n(symbols.begin(), count, indices.begin());
    grid.look_up(std::span(indices).first(count), vector.subspan(first, count));
  }
  decoder.finish();
}

std::optional<double> VariableLengthKLevel::variance(std::span<const float> vector) const {
  return vector.empty() ? 0.0 : norm_grid(value_range(vector), levels_for(vector.size())).variance(vector);
}

std::optional<double> VariableLengthKLevel::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!size) return std::nullopt;
  return worst_grid_variance(*size, levels_for(*size));
}

}  // namespace lowband
