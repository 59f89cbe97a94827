// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/data/labels.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// Puts `values` in random order, all orders equally likely (Fisher-Yates). Unlike std::shuffle, the same everywhere.
template <class T>
void shuffle(std::span<T> values, Stream& random) {
  for (std::size_t rest = values.size(); rest > 1; --rest) {
    std::swap(values[rest - 1], values[random.below(static_cast<std::uint32_t>(rest))]);
  }
}

/// 0, ..., count - 1 in random order.
[[nodiscard]] std::vector<std::uint32_t> shuffled_indices(std::size_t count, Stream& random);

/// The `part`-th of `parts` ranges of `values`, whose sizes differ by one at most.
template <class T>
[[nodiscard]] std::span<T> equal_part(std::span<T> values, std::size_t part, std::size_t parts) {
  const std::size_t begin = values.size() * part / parts;
  return values.subspan(begin, values.size() * (part + 1) / parts - begin);
}

/// Throws UsageError if there are fewer samples than `needed`; `what` says what needs one each ("workers").
void require_samples(std::size_t samples, std::size_t needed, const char* what);

/// The class of each sample, for `partition`, which goes by it. Throws UsageError if samples have another number of
/// classes than one, or none.
[[nodiscard]] std::span<const Label> class_of_each(const Labels& labels, const char* partition);

}  // namespace lowband
