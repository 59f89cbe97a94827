// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/platform_figure.hpp"
#include "sim/report/figures/run_timeline.hpp"
#include "sim/report/html/page.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// The charts of single runs: the platform with its busy links, what nodes do when, what they do with their time, how
/// busy links are, who sends to whom. They are drawn run by run, so that a timeline need not stay in memory.
class RunCharts {
 public:
  /// More boxes of a timeline are too many for a page.
  static constexpr std::size_t most_boxes = 2000;

  RunCharts();

  /// `role`: what the run is there for, "the best", "the baseline". `routes`: see platform_figure().
  void add(const RunTimeline& run, const RunRecord& record, const std::string& role,
           std::span<const NamedRoute> routes);
  /// Adds the charts that have a panel to the page. Once.
  void move_into(Page& page);

 private:
  void add(std::size_t chart, Figure figure, const std::string& scenario, const std::string& title);

  std::vector<PageChart> charts_;  ///< their panels tell of `figures_`
  std::vector<Figure> figures_;
};

}  // namespace lowband
