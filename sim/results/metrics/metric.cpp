// SPDX-License-Identifier: Apache-2.0
#include "sim/results/metrics/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <stdexcept>

namespace lowband {

namespace {

/// One object of each entry of the registry, in its order.
const std::vector<std::unique_ptr<Metric>>& all_metrics() {
  static const std::vector<std::unique_ptr<Metric>> all = [] {
    std::vector<std::unique_ptr<Metric>> made;
    for (const auto& entry : metrics().entries()) made.push_back(entry.make());
    return made;
  }();
  return all;
}

}  // namespace

bool Metric::is_recorded_of(TargetOf of) const {
  const TargetOf whose = of == TargetOf::server ? TargetOf::mean_model : of;
  return !is_of_a_model() || std::find(facts_.of.begin(), facts_.of.end(), whose) != facts_.of.end();
}

double Metric::value(const MetricsRow& row, TargetOf of) const {
  return is_recorded_of(of) ? facts_.value(row, of) : std::numeric_limits<double>::quiet_NaN();
}

const Metric* find_metric(std::string_view name) {
  const auto& all = all_metrics();
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const auto& metric) { return metric->name() == name; });
  return found == all.end() ? nullptr : found->get();
}

const Metric& metric_named(std::string_view name) {
  if (const Metric* metric = find_metric(name)) return *metric;
  throw std::logic_error(fmt::format("no metric is called \"{}\"", name));
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const auto& metric : all_metrics()) names.push_back(metric->name());
  return names;
}

std::vector<std::string> target_metric_names() {
  std::vector<std::string> names;
  for (const auto& metric : all_metrics()) {
    if (metric->facts().is_of_learning) names.push_back(metric->name());
  }
  return names;
}

}  // namespace lowband
