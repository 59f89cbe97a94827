// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/comparison_figures.hpp"
#include "sim/report/run_groups.hpp"
#include "sim/report/shown_network.hpp"

namespace lowband {

/// A line of the table: a run.
struct RunLine {
  const RunGroup* group = nullptr;
  const RunRecord* run = nullptr;
  std::optional<Reached> reached{};
  Json algorithm{};  ///< as the manifest has it
  ShownNetwork network{};
};

/// A column of the table.
struct RunColumn {
  std::string name;    ///< for programs
  std::string header;  ///< for people; "" if they have another column for it
  Better better = Better::less;
  std::function<Json(const RunLine&)> value;
  std::string (*shown)(double) = nullptr;  ///< a number, for people; null: as it is
};

/// The columns of a table of runs: what was run, with every value in which the algorithms of `results` differ, where,
/// and what came out, with the `metrics` that were asked for.
[[nodiscard]] std::vector<RunColumn> run_columns(std::span<const ResultsFolder> results,
                                                 std::span<const Metric* const> metrics);

}  // namespace lowband
