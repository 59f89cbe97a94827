// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// What the groups of a figure are drawn over: "bandwidth" of the narrowest link or "latency" of the longest one in a
/// scenario, "workers" of an experiment, or the dotted path of a value in which algorithms differ, such as
/// "compression.bits".
class Sweep {
 public:
  /// `over` is one of these, or "auto": the first of bandwidth, latency and workers of which there are several, or else
  /// the only value in which algorithms differ. Throws UsageError if there are not several values of it, or if "auto"
  /// leaves a choice.
  Sweep(const std::string& over, std::span<const RunGroup> groups, std::span<const ResultsFolder> results);

  [[nodiscard]] const std::string& over() const noexcept { return over_; }
  /// Where a group stands on the axis: a number, or a text; null where it has no such value.
  [[nodiscard]] Json value_of(const RunGroup& group) const;

  /// Labels groups by their curves and panels: those that differ in nothing but the swept value have the same `label`
  /// and the same `scenario`.
  [[nodiscard]] std::vector<RunGroup> by_curve(std::vector<RunGroup> groups) const;
  /// Whether no two scenarios differ in the swept value alone, so that they share a panel all the same.
  [[nodiscard]] bool differ_in_more(std::span<const RunGroup> groups) const;

 private:
  std::string over_;
};

/// The words that all `names` have, in their order: "gossip qsgd 4" of "gossip K=1 qsgd 4" and "gossip K=16 qsgd 4".
[[nodiscard]] std::string common_words(std::span<const std::string> names);

}  // namespace lowband
