// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/map_timer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <utility>

#include "sim/report/units.hpp"
#include "sim/runs/in_children.hpp"
#include "sim/runs/stopwatch.hpp"

namespace lowband {

namespace {

/// A replay that is to be done.
struct Wanted {
  std::size_t point = 0;
  std::size_t algorithm = 0;
  std::size_t seed = 0;
};

/// A number as text that reads back as the same bits.
std::string exact(double value) { return fmt::format("{}", value); }

double number_in(const std::string& text) {
  double value = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

Scenario MappedScenario::at(const NetworkPoint& point) const {
  Scenario there = scenario;
  there.links.push_back({.match = links, .bandwidth_Bps = point.bandwidth_Bps, .latency_s = point.latency_s});
  return there;
}

MapTimer::MapTimer(const Experiment& experiment, MappedScenario scenario, std::vector<RecordedAlgorithm> algorithms,
                   int jobs, bool quiet)
    : experiment_(experiment),
      scenario_(std::move(scenario)),
      algorithms_(std::move(algorithms)),
      jobs_(jobs),
      progress_(quiet) {}

std::vector<TargetTimes> MapTimer::times_at(std::span<const NetworkPoint> points) const {
  TargetTimes unreached;
  for (const auto& one : algorithms_) {
    unreached.emplace_back(one.seeds.size(), std::numeric_limits<double>::quiet_NaN());
  }
  std::vector<TargetTimes> times(points.size(), unreached);
  std::vector<Wanted> replays;
  for (std::size_t p = 0; p < points.size(); ++p) {
    for (std::size_t a = 0; a < algorithms_.size(); ++a) {
      for (std::size_t s = 0; s < algorithms_[a].seeds.size(); ++s) {
        if (algorithms_[a].seeds[s].reached) replays.push_back({p, a, s});
      }
    }
  }
  const auto replay = [&](std::size_t i) {
    const Wanted& wanted = replays[i];
    const RecordedAlgorithm& recorded = algorithms_[wanted.algorithm];
    const RecordedSeed& seed = recorded.seeds[wanted.seed];
    const Scenario scenario = scenario_.at(points[wanted.point]);
    const Trial trial{recorded.algorithm, recorded.paradigm, scenario, seed.seed};
    return exact(time_evaluation(experiment_, trial, seed.recording, seed.reached.value()));
  };
  const Stopwatch stopwatch;
  const auto look = [&](std::size_t over) {
    const auto left = static_cast<double>(replays.size() - over);
    progress_.show(fmt::format(
        "{} of {} replays done{}", over, replays.size(),
        over == 0 ? ""
                  : fmt::format(", {} left", human_seconds(stopwatch.seconds() / static_cast<double>(over) * left))));
  };
  const auto answers = in_children(replays.size(), jobs_, replay, look);
  progress_.clear();
  for (std::size_t i = 0; i < replays.size(); ++i) {
    times[replays[i].point][replays[i].algorithm][replays[i].seed] = number_in(answers[i]);
  }
  return times;
}

}  // namespace lowband
