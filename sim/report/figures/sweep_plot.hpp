// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/report/figures/plot.hpp"
#include "sim/report/figures/sweep.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

/// The time to the target, or the speed-up over the baseline, over what is swept (Sweep): a curve for all algorithms
/// that differ in nothing else, and a panel for all scenarios, of means over the seeds with their 95 % confidence
/// intervals. A point needs every seed that has finished. Diamonds are where the lines say that another algorithm
/// becomes the fastest; who may be that is as in a comparison. Values that are no numbers stand side by side, without
/// lines.
class SweepPlot final : public Plot {
 public:
  enum class Of : std::uint8_t { time_to_target, speed_up };

  explicit SweepPlot(Of of) : of_(of) {}

  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] std::size_t most_algorithms() const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const override;

 private:
  Of of_;
  std::string over_ = "auto";
  std::string baseline_;
  TargetOptions target_;
};

}  // namespace lowband
