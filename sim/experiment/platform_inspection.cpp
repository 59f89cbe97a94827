// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/platform_inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "sim/base/name_pattern.hpp"
#include "sim/experiment/concerning.hpp"

namespace lowband {

namespace {

/// Takes what a scenario changes back, one thing after the other, until it works: the last one was to blame.
[[noreturn]] void blame(const Experiment& experiment, const Scenario& scenario, const WorkerPairs& pairs,
                        const std::string& reason) {
  const Place place = Place(experiment.scenarios_file()) / "scenarios" / scenario.entry;
  PlatformSettings settings = experiment.platform_in(scenario);
  const auto works = [&] {
    try {
      static_cast<void>(inspect_platform(settings, pairs));
      return true;
    } catch (const UsageError&) {
      return false;
    }
  };
  settings.host_changes.clear();
  if (!scenario.hosts.empty() && works()) (place / "hosts").fail(reason);
  settings.changes.clear();
  if (!scenario.links.empty() && works()) (place / "links").fail(reason);
  if (scenario.network) {
    while (!settings.network.refinements.empty()) {
      const std::string key = std::prev(settings.network.refinements.end())->first;
      settings.network.refinements.erase(key);
      if (works()) (place / "network" / key).fail(reason);
    }
  }
  (scenario.platform.empty() ? place : place / "platform").fail(reason);
}

std::vector<std::string> host_names(const PlatformReport& report) {
  std::vector<std::string> names;
  for (const auto& host : report.hosts) names.push_back(host.first);
  return names;
}

/// What is wrong with a pattern of "slowdown" that matches no host of a worker on the platform of this report; "" if
/// all do.
std::string unmatched_slowdown(const ComputeSettings& compute, const PlatformReport& report) {
  const auto names = host_names(report);
  for (const auto& slowdown : compute.host_slowdown) {
    const bool is_there =
        std::any_of(names.begin(), names.end(), [&](const std::string& name) { return matches(slowdown.match, name); });
    if (!is_there) return no_match("host of a worker", slowdown.match, names);
  }
  return "";
}

/// What is wrong with devices over time where nodes, the first of them workers, are on these hosts; "" if all is right.
std::string misplaced(const HostProfiles& over_time, const std::vector<std::string>& hosts, int workers) {
  const auto end_of_workers = hosts.begin() + workers;
  const std::set<std::string> of_workers(hosts.begin(), end_of_workers);
  for (const auto& [match, profile] : over_time.entries()) {
    const auto is_it = [&pattern = match](const std::string& name) { return matches(pattern, name); };
    if (of_workers.contains(match) || std::any_of(hosts.begin(), end_of_workers, is_it)) continue;
    return no_match("host of a worker", match, {hosts.begin(), end_of_workers});
  }
  for (const auto& host : hosts) {
    for (const auto& profile : over_time.of(host)) {
      const auto& [time_s, factor] = profile->points.back();
      if (factor > 0.0) continue;
      return fmt::format("host \"{}\" stands still for ever from {} s on: expected a last factor above 0", host,
                         time_s);
    }
  }
  return "";
}

}  // namespace

void check_devices(const Experiment& experiment, const Scenario& scenario, const PlatformReport& report) {
  const HostProfiles& over_time = experiment.devices_in(scenario).over_time;
  const std::string wrong = over_time.empty() ? "" : misplaced(over_time, host_names(report), experiment.workers);
  if (wrong.empty()) return;
  const Place place = Place(experiment.scenarios_file()) / "scenarios" / scenario.entry;
  if (!scenario.devices.empty()) (place / "devices").fail(wrong);
  if (!scenario.platform.empty()) (place / "platform").fail("\"devices\" of \"compute\": " + wrong);
  (Place(experiment.file) / "compute" / "devices").fail(wrong);
}

PlatformReport inspect_own_platform(const Experiment& experiment, const WorkerPairs& pairs) {
  const Place place(experiment.file);
  const auto inspect = [](const Place& concerned, const PlatformSettings& settings, const WorkerPairs& talking) {
    return concerning(concerned, [&] { return inspect_platform(settings, talking); });
  };
  // One thing after the other is added to what is looked at, so that it is clear which of them is wrong.
  PlatformSettings settings;
  settings.file = experiment.platform_path().string();
  settings.network.preset = experiment.network.preset;
  settings.network.window = experiment.network.window;
  settings.network.tcp = experiment.network.tcp;
  for (const auto& setting : experiment.network.refinements) {
    settings.network.refinements.insert(setting);
    static_cast<void>(inspect(place / "network" / setting.first, settings, {}));
  }
  settings.workers = experiment.workers;
  settings.hosts = experiment.hosts;
  if (!experiment.hosts.empty()) static_cast<void>(inspect(place / "hosts", settings, {}));
  PlatformReport report = inspect(place / "platform", settings, pairs);
  if (const std::string wrong = unmatched_slowdown(experiment.compute.settings, report); !wrong.empty()) {
    (place / "compute" / "slowdown").fail(wrong);
  }
  check_devices(experiment, Scenario{"platform"}, report);
  for (const Scenario& scenario : experiment.scenarios) {
    if (scenario.changes_nothing()) check_devices(experiment, scenario, report);
  }
  return report;
}

void inspect_scenarios(const Experiment& experiment, const std::vector<const Scenario*>& scenarios,
                       const WorkerPairs& pairs, int jobs, const std::function<void(const PlatformReport&)>& take) {
  std::deque<PlatformInspection> under_way;
  auto next = scenarios.begin();
  for (const Scenario* scenario : scenarios) {
    for (; next != scenarios.end() && under_way.size() < static_cast<std::size_t>(jobs); ++next) {
      under_way.emplace_back(experiment.platform_in(**next), pairs);
    }
    PlatformReport report;
    try {
      report = under_way.front().report();
    } catch (const UsageError& error) {
      blame(experiment, *scenario, pairs, error.what());
    }
    under_way.pop_front();
    const std::string wrong = scenario->platform.empty() ? "" : unmatched_slowdown(experiment.compute.settings, report);
    if (!wrong.empty()) {
      (Place(experiment.scenarios_file()) / "scenarios" / scenario->entry / "platform")
          .fail("\"slowdown\" of \"compute\": " + wrong);
    }
    check_devices(experiment, *scenario, report);
    take(report);
  }
}

}  // namespace lowband
