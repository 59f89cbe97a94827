// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/stepping_workers.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace lowband {

namespace {

/// The least and the greatest product of these profiles over time; none if there are none.
std::optional<std::pair<double, double>> extremes(const std::vector<std::shared_ptr<const Profile>>& profiles) {
  if (profiles.empty()) return std::nullopt;
  std::vector<double> times = {0.0};
  for (const auto& profile : profiles) {
    for (const auto& point : profile->points) times.push_back(point.time_s);
  }
  std::vector<double> factors;
  for (const double time : times) {
    factors.push_back(1.0);
    for (const auto& profile : profiles) factors.back() *= profile->factor_at(time);
  }
  const auto [least, most] = std::minmax_element(factors.begin(), factors.end());
  return std::pair(*least, *most);
}

}  // namespace

std::vector<SteppingWorker> stepping_workers(const Experiment& experiment, const Scenario& scenario,
                                             const PlatformReport& report) {
  const Devices& devices = experiment.devices_in(scenario);
  std::vector<SteppingWorker> workers;
  for (std::size_t i = 0; i < static_cast<std::size_t>(experiment.workers); ++i) {
    const auto& [host, speed] = report.hosts[i];
    SteppingWorker& worker = workers.emplace_back();
    worker.host_flops = speed;
    worker.slowdown = experiment.compute.settings.slowdown_of(i, host);
    if (devices.drawn) {
      worker.device = 1.0 / devices.drawn->slowdown_of(static_cast<std::uint32_t>(i), experiment.seeds().front());
    }
    worker.over_time = extremes(devices.over_time.of(host));
  }
  return workers;
}

std::pair<double, double> step_flops(const Experiment& experiment) {
  std::vector<double> flops;
  for (const auto& algorithm : experiment.algorithms) flops.push_back(experiment.step_flops(*algorithm));
  const auto [least, most] = std::minmax_element(flops.begin(), flops.end());
  return {*least, *most};
}

}  // namespace lowband
