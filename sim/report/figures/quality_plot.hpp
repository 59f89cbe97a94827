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
  [[nodiscard]] Figure drawn(std::span<const RunGroup> groups, std::span<const ResultsFolder> results) const override;

 private:
  [[nodiscard]] CurveQuantity quantity(std::span<const ResultsFolder> results) const;

  CurveX x_;
  Of of_;
  TargetOptions target_;
};

/// The consensus distance, (1/M) sum_i ||x_i - xbar||^2 over the workers, over simulated time.
class ConsensusPlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(std::span<const RunGroup> groups, std::span<const ResultsFolder> results) const override;
};

/// The accuracy of the workers' own models over simulated time: their mean, and down to the worst of them a band whose
/// lower end has a line of its own.
class WorkerAccuracyPlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(std::span<const RunGroup> groups, std::span<const ResultsFolder> results) const override;
};

}  // namespace lowband
