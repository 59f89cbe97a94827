// SPDX-License-Identifier: Apache-2.0
#include "sim/results/staleness.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace lowband {

namespace {

/// Its first 11 binary digits.
std::uint64_t rounded_down(std::uint64_t staleness) {
  constexpr int digits = 11;
  const int dropped = std::max(0, static_cast<int>(std::bit_width(staleness)) - digits);
  return staleness >> dropped << dropped;
}

}  // namespace

void StalenessCounts::add(std::uint64_t staleness, std::uint64_t count) {
  counts_[rounded_down(staleness)] += count;
  total_ += count;
  sum_ += staleness * count;
}

double StalenessCounts::mean() const noexcept {
  if (total_ == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(sum_) / static_cast<double>(total_);
}

std::uint64_t StalenessCounts::quantile(std::uint64_t percent) const {
  std::uint64_t taken = 0;
  const auto found = std::find_if(counts_.begin(), counts_.end(), [&](const auto& entry) {
    taken += entry.second;
    return 100 * taken >= percent * total_;
  });
  return found->first;
}

std::vector<StalenessRow> StalenessCounts::rows() const {
  std::vector<StalenessRow> rows;
  std::uint64_t taken = 0;
  for (const auto& [staleness, count] : counts_) {
    taken += count;
    rows.push_back({staleness, count, static_cast<double>(taken) / static_cast<double>(total_)});
  }
  return rows;
}

}  // namespace lowband
