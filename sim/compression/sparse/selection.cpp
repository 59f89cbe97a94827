// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/selection.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/sparse/index_set.hpp"

namespace lowband {

namespace {

constexpr std::uint32_t infinity = 0x7F800000;  // NaN is above it

/// What is compared: the bits of the magnitude, 0 for coordinates of the other side.
template <Side side>
std::uint32_t key(float value) noexcept {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if constexpr (side == Side::both) return bits & 0x7FFFFFFFU;
  const auto as_positive = static_cast<std::int32_t>(side == Side::positive ? bits : bits ^ 0x80000000U);
  return static_cast<std::uint32_t>(std::max(as_positive, 0));
}

/// The leading digit of a key is its exponent and 3 bits of its fraction.
constexpr unsigned leading_bits = 11;
constexpr unsigned other_bits = 10;
constexpr std::size_t digits = std::size_t{1} << leading_bits;
/// Values are often alike, and adding to the same counter again has to wait for the last addition, so neighbours have
/// counters of their own.
constexpr std::size_t tables = 4;
/// First those of the positive coordinates, then those of the negative ones.
using Counters = std::array<std::array<std::uint32_t, 2 * digits>, tables>;

/// Coordinates that are tested together; most such blocks hold nothing of interest.
constexpr std::size_t block = 32;

/// Calls `visit(first, count)` for the blocks in which a key is `interesting`.
template <Side side, class Test, class Visit>
void visit_blocks(std::span<const float> vector, Test interesting, Visit visit) {
  const std::size_t even = vector.size() / block * block;
  for (std::size_t i = 0; i < even; i += block) {
    std::uint32_t any = 0;
    for (std::size_t j = 0; j < block; ++j) any |= interesting(key<side>(vector[i + j])) ? 1U : 0U;
    if (any != 0) visit(i, block);
  }
  visit(even, vector.size() - even);
}

/// How many coordinates of a side have each leading digit. Throws Diverged if a value is NaN or infinite.
std::span<std::uint32_t> count_leading_digits(std::span<const float> vector, Side side) {
  thread_local Counters counters;
  for (auto& table : counters) table.fill(0);
  const auto leading = [](float value) { return std::bit_cast<std::uint32_t>(value) >> (31 - leading_bits); };
  const std::size_t even = vector.size() / tables * tables;
  for (std::size_t i = 0; i < even; i += tables) {
    for (std::size_t j = 0; j < tables; ++j) ++counters[j][leading(vector[i + j])];
  }
  for (std::size_t i = even; i < vector.size(); ++i) ++counters[0][leading(vector[i])];
  for (std::size_t j = 1; j < tables; ++j) {
    for (std::size_t digit = 0; digit < counters[j].size(); ++digit) counters[0][digit] += counters[j][digit];
  }
  const auto positive = std::span(counters[0]).first(digits);
  const auto negative = std::span(counters[0]).last(digits);
  constexpr std::size_t not_finite = infinity >> (31 - leading_bits);
  for (std::size_t digit = not_finite; digit < digits; ++digit) {
    if (positive[digit] + negative[digit] > 0) throw Diverged("a vector to be encoded holds NaN or infinity");
  }
  if (side == Side::both) {
    for (std::size_t digit = 0; digit < digits; ++digit) positive[digit] += negative[digit];
  }
  return side == Side::negative ? negative : positive;
}

/// The digit of the `rank`-th largest key (from 1), which becomes the rank among the keys of this digit.
std::uint32_t digit_of_rank(std::span<const std::uint32_t> counts, std::size_t& rank) {
  std::size_t digit = counts.size() - 1;
  for (; counts[digit] < rank; --digit) rank -= counts[digit];
  return static_cast<std::uint32_t>(digit);
}

template <Side side>
Selection select_largest_of(std::span<const float> vector, std::size_t count) {
  const auto counts = count_leading_digits(vector, side);
  std::size_t rank = count;
  std::uint32_t prefix = digit_of_rank(counts, rank);
  for (unsigned shift = 31 - leading_bits; shift > 0;) {
    const auto below = counts.first(std::size_t{1} << other_bits);
    std::fill(below.begin(), below.end(), 0);
    const auto matches = [=](std::uint32_t bits) { return bits >> shift == prefix; };
    visit_blocks<side>(vector, matches, [&](std::size_t first, std::size_t length) {
      for (const float value : vector.subspan(first, length)) {
        const std::uint32_t bits = key<side>(value);
        if (matches(bits)) ++below[bits >> (shift - other_bits) & (below.size() - 1)];
      }
    });
    prefix = prefix << other_bits | digit_of_rank(below, rank);
    shift -= other_bits;
  }
  return {side, prefix, rank, count};
}

template <Side side>
void list_selected_of(std::span<const float> vector, const Selection& selection, std::vector<std::uint32_t>& indices) {
  std::uint32_t least = selection.least;
  std::size_t ties = selection.ties;
  std::size_t found = 0;
  visit_blocks<side>(
      vector, [&](std::uint32_t bits) { return bits >= least; },
      [&](std::size_t first, std::size_t length) {
        for (std::size_t i = first; i < first + length; ++i) {
          // Written in any case, for where many are selected no branch can be foretold.
          const std::uint32_t bits = key<side>(vector[i]);
          indices[found] = static_cast<std::uint32_t>(i);
          found += bits >= least ? 1 : 0;
          // From the last tie on only what is larger is selected.
          if (bits == least && bits == selection.least && --ties == 0) ++least;
        }
      });
}

}  // namespace

Selection select_largest(std::span<const float> vector, Side side, std::size_t count) {
  require_indexable(vector.size());
  if (count == 0) return {side, infinity, 0, 0};
  switch (side) {
    case Side::positive:
      return select_largest_of<Side::positive>(vector, count);
    case Side::negative:
      return select_largest_of<Side::negative>(vector, count);
    default:
      return select_largest_of<Side::both>(vector, count);
  }
}

Selection select_above(std::span<const float> vector, float bound) {
  require_indexable(vector.size());
  const auto least = std::bit_cast<std::uint32_t>(bound) + 1;
  std::size_t count = 0;
  std::uint32_t largest = 0;
  for_each_part(vector.size(), pass_size, [&](std::size_t first, std::size_t length) {
    std::uint32_t part = 0;
    for (const float value : vector.subspan(first, length)) {
      part += key<Side::both>(value) >= least ? 1U : 0U;
      largest = std::max(largest, key<Side::both>(value));
    }
    count += part;
  });
  if (largest >= infinity) throw Diverged("a vector to be encoded holds NaN or infinity");
  return {Side::both, least, count, count};
}

void list_selected(std::span<const float> vector, const Selection& selection, std::vector<std::uint32_t>& indices) {
  indices.resize(selection.count + 1);  // with a place for what is written but not selected
  if (selection.count > 0) {
    switch (selection.side) {
      case Side::positive:
        list_selected_of<Side::positive>(vector, selection, indices);
        break;
      case Side::negative:
        list_selected_of<Side::negative>(vector, selection, indices);
        break;
      default:
        list_selected_of<Side::both>(vector, selection, indices);
    }
  }
  indices.resize(selection.count);
}

}  // namespace lowband
