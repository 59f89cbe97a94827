// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/optimal_levels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lowband {

namespace {

/// The variance between two values that are neighbouring levels.
class IntervalCosts {
 public:
  /// The memory of the last call is used again.
  void reset(std::span<const float> sorted) {
    values_.resize(sorted.size());
    sums_.resize(sorted.size());
    squares_.resize(sorted.size());
    double sum = 0.0;
    double square = 0.0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      // From the first value on, so that less cancels.
      values_[i] = static_cast<double>(sorted[i]) - static_cast<double>(sorted.front());
      sums_[i] = sum += values_[i];
      squares_[i] = square += values_[i] * values_[i];
    }
  }

  /// sum_x (u - x)(x - l) = (u + l) sum_x x - sum_x x^2 - count l u over the values above `lower` and up to `upper`, of
  /// which the last adds nothing.
  [[nodiscard]] double operator()(std::size_t lower, std::size_t upper) const noexcept {
    const double l = values_[lower];
    const double u = values_[upper];
    const auto count = static_cast<double>(upper - lower);
    const double cost = (u + l) * (sums_[upper] - sums_[lower]) - (squares_[upper] - squares_[lower]) - count * (l * u);
    return std::max(cost, 0.0);
  }

 private:
  std::vector<double> values_;
  std::vector<double> sums_;
  std::vector<double> squares_;
};

struct Memory {
  IntervalCosts cost;
  std::vector<double> best;             ///< the least sum up to each value, with one level fewer
  std::vector<double> next;             ///< and with one level more
  std::vector<std::uint32_t> previous;  ///< for each number of levels and each value: the level before it
};

/// next[i] and previous[i] for i in [first, last], whose best levels before lie in [low, high].
void extend(Memory& memory, std::uint32_t* previous, std::size_t first, std::size_t last, std::size_t low,
            std::size_t high) {
  const std::size_t middle = first + (last - first) / 2;
  double least = memory.best[low] + memory.cost(low, middle);
  std::size_t least_at = low;
  for (std::size_t at = low + 1; at <= std::min(middle, high); ++at) {
    const double sum = memory.best[at] + memory.cost(at, middle);
    if (sum < least) {
      least = sum;
      least_at = at;
    }
  }
  memory.next[middle] = least;
  previous[middle] = static_cast<std::uint32_t>(least_at);
  if (first < middle) extend(memory, previous, first, middle - 1, low, least_at);
  if (middle < last) extend(memory, previous, middle + 1, last, least_at, high);
}

}  // namespace

void optimal_levels(std::span<const float> sorted, std::span<float> levels) {
  const std::size_t size = sorted.size();
  if (size <= levels.size()) {
    std::copy(sorted.begin(), sorted.end(), levels.begin());
    std::fill(levels.begin() + static_cast<std::ptrdiff_t>(size), levels.end(), sorted.back());
    return;
  }
  thread_local Memory memory;
  memory.cost.reset(sorted);
  memory.best.resize(size);
  memory.next.resize(size);
  const std::size_t intervals = levels.size() - 1;
  memory.previous.resize(intervals * size);

  for (std::size_t i = 0; i < size; ++i) memory.best[i] = memory.cost(0, i);
  for (std::size_t interval = 1; interval < intervals; ++interval) {
    extend(memory, &memory.previous[interval * size], 0, size - 1, 0, size - 1);
    std::swap(memory.best, memory.next);
  }
  std::size_t at = size - 1;
  for (std::size_t interval = intervals; interval > 0; --interval) {
    levels[interval] = sorted[at];
    at = interval > 1 ? memory.previous[(interval - 1) * size + at] : 0;
  }
  levels[0] = sorted[0];
}

}  // namespace lowband
