// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/rate.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sim/report/statistic.hpp"
#include "sim/report/swept_values.hpp"

namespace lowband {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Of the first `evaluations` of a run, or the last half of these.
double mean_gradient(const RunRecord& run, std::size_t evaluations, RateMean mean) {
  const std::size_t first = mean == RateMean::all ? 0 : evaluations / 2;
  double sum = 0.0;
  for (std::size_t k = first; k < evaluations; ++k) sum += run.metrics[k].gradient_norm_sq;
  return sum / static_cast<double>(evaluations - first);
}

/// Where a run is on the axis; empty: it has no such number, as a period of another kind than "every K steps".
std::optional<double> place_of(const RunRecord& run, const RunGroup& group, RateOver over) {
  const auto iterations = static_cast<double>(run.summary.iterations);
  const auto workers = static_cast<double>(run.summary.workers);
  switch (over) {
    case RateOver::iterations:
      return iterations;
    case RateOver::workers:
      return workers;
    case RateOver::samples:
      return iterations * workers;
    case RateOver::local_steps:
      break;
  }
  const Json steps = value_at(algorithm_in(*group.results, group.algorithm), "local_steps");
  return steps.is_number() ? std::optional(steps.get<double>()) : std::nullopt;
}

/// The values of a curve, by place and by seed.
class RateValues {
 public:
  void add(double x, std::uint64_t seed, double y) {
    by_place_[x].push_back(y);
    if (!(std::isfinite(y) && y > 0.0)) spoilt_.insert(x);
    by_seed_[seed].emplace_back(x, y);
  }

  [[nodiscard]] RateCurve curve() const {
    RateCurve curve;
    curve.is_incomplete = !spoilt_.empty();
    for (const auto& [x, values] : by_place_) {
      if (spoilt_.contains(x)) continue;
      const Statistic statistic = statistic_of(values);
      const double half_width = statistic.count > 1 ? statistic.half_width : 0.0;
      curve.points.push_back({x, statistic.mean, statistic.mean - half_width, statistic.mean + half_width});
    }
    std::vector<PowerLawPoints> seeds;
    for (const auto& [seed, points] : by_seed_) {
      PowerLawPoints& sound = seeds.emplace_back();
      for (const auto& point : points) {
        if (!spoilt_.contains(point.first)) sound.push_back(point);
      }
    }
    curve.slope = mean_slope(seeds);
    return curve;
  }

 private:
  std::map<double, std::vector<double>> by_place_;
  std::map<std::uint64_t, PowerLawPoints> by_seed_;
  std::set<double> spoilt_;
};

}  // namespace

std::size_t values_of(std::span<const RunGroup> groups, RateOver over) {
  std::set<double> values;
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      // A run that ended early tells nothing of how long runs are.
      if (run->summary.status == "diverged") continue;
      if (const auto place = place_of(*run, group, over)) values.insert(*place);
    }
  }
  return values.size();
}

RateCurve rate_curve_of(std::span<const RunGroup> groups, RateOver over, RateMean mean) {
  const bool is_within_runs = over == RateOver::iterations && values_of(groups, over) < 2;
  RateValues values;
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      const bool is_sound = run->summary.status != "diverged";
      const std::uint64_t seed = run->summary.seed;
      const auto place = place_of(*run, group, over);
      if (is_within_runs) {
        for (std::size_t k = 0; k < run->metrics.size(); ++k) {
          const auto iteration = static_cast<double>(run->metrics[k].iteration);
          if (iteration > 0.0) values.add(iteration, seed, mean_gradient(*run, k + 1, mean));
        }
      } else if (place && !run->metrics.empty()) {
        values.add(*place, seed, is_sound ? mean_gradient(*run, run->metrics.size(), mean) : none);
      }
    }
  }
  return values.curve();
}

}  // namespace lowband
