// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "sim/compression/chunked.hpp"

namespace lowband {

/// The sum of term(value), doubles, over all values. Eight sums stand side by side: an order of additions that is fixed
/// and that vector instructions can follow. A product is exact within a term if its factors are floats.
template <class Term>
[[nodiscard]] double ordered_sum(std::span<const float> values, Term term) {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> sums{};
  const std::size_t even = values.size() / lanes * lanes;
  for (std::size_t i = 0; i < even; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += term(values[i + lane]);
  }
  double sum = 0.0;
  for (const double lane_sum : sums) sum += lane_sum;
  for (const float value : values.subspan(even)) sum += term(value);
  return sum;
}

/// The sum of work(first, count) over the chunks of `size` coordinates, which may run on several threads; the sums of
/// the chunks are added in their order.
template <class Sum, class Work>
[[nodiscard]] Sum sum_over_chunks(std::size_t size, Work work) {
  thread_local std::vector<Sum> memory;
  memory.resize((size + chunk_size - 1) / chunk_size);
  const std::span<Sum> sums(memory);  // the same memory on every thread
  for_each_chunk(size, chunk_size,
                 [&](std::size_t index, std::size_t first, std::size_t count) { sums[index] = work(first, count); });
  Sum sum{};
  for (const Sum& chunk_sum : sums) sum += chunk_sum;
  return sum;
}

}  // namespace lowband
