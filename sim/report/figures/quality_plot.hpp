#pragma once

#include "sim/report/figures/curve_figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

/// Curves of what was learned, over time, bytes or iterations: an accuracy or a loss, that of whom the targets are
/// about, with the target where there is one. A loss that was not recorded of the workers is the mean model's, and the
/// axis says so.
class QualityPlot final : public Plot {
 public:
  /// What is drawn upwards: the test accuracy, of models without one the train loss; or that in any case.
  enum class Of : std::uint8_t { accuracy, loss };

  QualityPlot(CurveX x, Of of) : x_(x), of_(of) {}

  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;
  [[nodiscard]] bool is_standard() const override { return true; }
  void aim_at(const TargetOptions& target) override { target_ = target; }
  void check_effect(std::span<const ResultsFolder> results) const override;

 protected:
  void prepare(std::vector<RunGroup>& groups, std::span<const ResultsFolder> results) const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const override;

 private:
  [[nodiscard]] CurveQuantity quantity(std::span<const ResultsFolder> results) const;

  CurveX x_;
  Of of_;
  TargetOptions target_;
};

/// Curves over simulated time that no target is about.
class OverTimePlot final : public Plot {
 public:
  enum class Of : std::uint8_t {
    consensus,        ///< the consensus distance, (1/M) sum_i ||x_i - xbar||^2 over the workers
    worker_accuracy,  ///< of the workers' own models: their mean, and a band down to the worst of them
    traffic,          ///< the bytes that all nodes have sent
  };

  explicit OverTimePlot(Of of) : of_(of) {}

  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(const PlotData& data) const override;

 private:
  Of of_;
};

}  // namespace lowband
