// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/results/run_record.hpp"

namespace lowband {

/// How often changes were as stale as that, in bounded memory: staleness is told exactly below 2048, and from there on
/// to 11 binary digits, the rest of which count as zeros: up to 0.1 % too low. The mean is exact.
class StalenessCounts {
 public:
  /// `count` changes were of this staleness.
  void add(std::uint64_t staleness, std::uint64_t count = 1);

  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  /// NaN of no changes.
  [[nodiscard]] double mean() const noexcept;
  /// The least staleness that is not exceeded by `percent` of the changes, of which there are some; from 0 to 100.
  [[nodiscard]] std::uint64_t quantile(std::uint64_t percent) const;
  /// A row for each staleness that there was, ascending.
  [[nodiscard]] std::vector<StalenessRow> rows() const;

  [[nodiscard]] bool operator==(const StalenessCounts&) const = default;

 private:
  std::map<std::uint64_t, std::uint64_t> counts_;
  std::uint64_t total_ = 0;
  std::uint64_t sum_ = 0;  ///< of the staleness of all
};

}  // namespace lowband
