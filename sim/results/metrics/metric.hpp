// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/results/run_record.hpp"
#include "sim/results/target_of.hpp"

namespace lowband {

/// Which end of a figure's values is the better one.
enum class Better : std::uint8_t { less, more };

/// How the values of a metric are shown.
enum class MetricForm : std::uint8_t {
  share,   ///< from 0 to 1, shown in percent
  number,  ///< of any size, shown with four digits
  bytes,   ///< in a unit that suits them
};

/// On which samples it is measured.
enum class MetricSamples : std::uint8_t { none, test, training };

/// What is to be known of a metric, beside its name.
struct MetricFacts {
  std::string title;  ///< what it is called in a sentence: "test accuracy"
  Better better = Better::less;
  MetricForm form = MetricForm::number;
  MetricSamples samples = MetricSamples::none;
  /// Whose figures are recorded; the mean model's are the server's where there is one. Empty: it is of no one model.
  std::vector<TargetOf> of{};
  /// It of an evaluation and of one of `of`; NaN where it was not recorded.
  double (*value)(const MetricsRow& row, TargetOf of) = nullptr;
  /// Whether learning is what makes it better, so that it can be a target, and is worst at the beginning.
  bool is_of_learning = true;
  bool needs_cross_entropy = false;  ///< of other losses it means nothing
  std::string absence{};             ///< why no evaluation of a run may have it, and what to do about it
};

/// Something by which models are judged, made of what an evaluation has recorded.
class Metric final : public Component {
 public:
  Metric(std::string name, MetricFacts facts) : name_(std::move(name)), facts_(std::move(facts)) {}

  void parameters(Parameters& /*parameters*/) override {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const MetricFacts& facts() const noexcept { return facts_; }
  [[nodiscard]] bool is_of_a_model() const noexcept { return !facts_.of.empty(); }
  /// Whether results may have this figure of such models.
  [[nodiscard]] bool is_recorded_of(TargetOf of) const;
  /// It of an evaluation; of a metric that is of no one model whoever `of` is.
  [[nodiscard]] double value(const MetricsRow& row, TargetOf of) const;

 private:
  std::string name_;
  MetricFacts facts_;
};

/// All metrics: `lowband list metrics`.
[[nodiscard]] const Registry<Metric>& metrics();

/// The metric of this name, one object for the whole program; null: there is none.
[[nodiscard]] const Metric* find_metric(std::string_view name);
/// The same of a name that is known to be one.
[[nodiscard]] const Metric& metric_named(std::string_view name);
/// The names of all metrics, or of those that can be targets.
[[nodiscard]] std::vector<std::string> metric_names();
[[nodiscard]] std::vector<std::string> target_metric_names();

}  // namespace lowband
