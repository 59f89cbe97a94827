// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sim/report/figures/run_plot.hpp"
#include "sim/report/figures/run_timeline.hpp"

namespace lowband {

/// A plot of what happened when in runs. As each takes a replay, those that there is no room for are left out before.
class TimelinePlot : public RunPlot {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

 protected:
  [[nodiscard]] virtual Figure of_timelines(const EachTimeline& runs) const = 0;
  /// How many panels there is room for.
  [[nodiscard]] virtual std::size_t most_runs() const;
  [[nodiscard]] Figure of_runs(std::span<const FigureRun> runs, const RunDetails& details) const final;

 private:
  std::string from_;
  std::string to_;
  TimelineLimits limits_;
  std::optional<int> jobs_;
};

}  // namespace lowband
