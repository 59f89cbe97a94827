// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/figures/curve_figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

/// Curves of a metric over time, bytes or iterations: that of whom the targets are about, with the target where there
/// is one. What was not recorded of the workers is the mean model's, or the server's, and the axis says so.
class MetricPlot final : public Plot {
 public:
  /// `usual`: the metric that is drawn unless another is asked for; where results have none of it, the training loss.
  MetricPlot(CurveX x, const char* usual) : x_(x), usual_(usual) {}

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;
  [[nodiscard]] bool is_standard() const override { return true; }
  /// With the metric in front where one was asked for: "perplexity-over-time".
  [[nodiscard]] std::string file_name(const std::string& kind) const override;
  void aim_at(const TargetOptions& target) override { target_ = target; }
  void check_effect(std::span<const ResultsFolder> results) const override;

 protected:
  void prepare(std::vector<RunGroup>& groups, std::span<const ResultsFolder> results) const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const override;

 private:
  [[nodiscard]] const Metric& metric(std::span<const ResultsFolder> results) const;
  [[nodiscard]] CurveQuantity quantity(std::span<const ResultsFolder> results) const;

  CurveX x_;
  const char* usual_;
  std::string y_;
  TargetOptions target_;
};

/// The test accuracy of the workers' own models over simulated time: their mean, and a band down to the worst of them.
class WorkerAccuracyPlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(const PlotData& data) const override;
};

}  // namespace lowband
