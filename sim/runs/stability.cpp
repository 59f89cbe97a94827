// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace lowband {

namespace {

/// How much the distance must have grown: what noise makes of it is some few times the median.
constexpr double growth = 100.0;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

}  // namespace

std::optional<std::string> instability(std::span<const MetricsRow> evaluations) {
  if (evaluations.size() < 2) return std::nullopt;
  const MetricsRow& first = evaluations.front();
  const MetricsRow& last = evaluations.back();
  if (last.train_loss > first.train_loss) {
    return fmt::format("the training loss rose from {:.3g} to {:.3g}: a smaller learning rate or a finer codec helps",
                       first.train_loss, last.train_loss);
  }
  // All models are the same before the first step: that says nothing of how far apart they are later.
  const auto trained = evaluations.subspan(1);
  std::vector<double> early;
  for (const MetricsRow& row : trained.first((trained.size() + 1) / 2)) early.push_back(row.consensus_distance);
  const double usual = median(std::move(early));
  if (last.consensus_distance > growth * usual && last.consensus_distance > last.model_norm_sq) {
    return fmt::format(
        "the workers' models drift apart: their mean squared distance from the mean model grew from {:.3g} to {:.3g}, "
        "beyond that model's squared norm, {:.3g}: a smaller consensus step or learning rate, a finer codec or a "
        "topology with a larger spectral gap helps",
        usual, last.consensus_distance, last.model_norm_sq);
  }
  return std::nullopt;
}

}  // namespace lowband
