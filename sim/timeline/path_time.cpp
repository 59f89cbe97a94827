// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/path_time.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sim/world/message.hpp"

namespace lowband {

namespace {

/// How long the local steps of each round take a worker in the mean, of those who take any in it; by round.
std::vector<double> mean_steps(const Timeline& timeline) {
  struct Sum {
    double seconds = 0.0;
    double workers = 0.0;
    int last = -1;
  };
  std::vector<Sum> rounds;
  for (int rank = 0; rank < static_cast<int>(timeline.nodes.size()); ++rank) {
    for (const auto& box : timeline.boxes_of({rank})) {
      if (box.kind != Timeline::Box::Kind::step) continue;
      if (box.round >= rounds.size()) rounds.resize(box.round + std::size_t{1});
      Sum& round = rounds[box.round];
      round.seconds += box.end_s - box.begin_s;
      if (std::exchange(round.last, rank) != rank) round.workers += 1.0;
    }
  }
  std::vector<double> means;
  for (const auto& round : rounds) means.push_back(round.workers > 0.0 ? round.seconds / round.workers : 0.0);
  return means;
}

void add_message(const Timeline::Message& message, double seconds, PathTime& time) {
  const double latency_s = std::min(message.latency_s, seconds);
  const double transmission_s = std::min(message.transmission_s, seconds - latency_s);
  time.latency_s += latency_s;
  time.transmission_s += transmission_s;
  time.queueing_s += seconds - latency_s - transmission_s;
  if (message.coordinates == 0) return;
  const double for_bytes_s = seconds - latency_s;
  const auto bytes = static_cast<double>(message.bytes);
  time.scalable_s += for_bytes_s * (1.0 - static_cast<double>(message_header_bytes) / bytes);
  time.scalable_s_per_bit += for_bytes_s * static_cast<double>(message.coordinates) / (8.0 * bytes);
}

void add(const PathTime& more, PathTime& time) {
  for (const auto member : {&PathTime::computing_s, &PathTime::stragglers_s, &PathTime::coding_s, &PathTime::latency_s,
                            &PathTime::transmission_s, &PathTime::queueing_s, &PathTime::waiting_s,
                            &PathTime::scalable_s, &PathTime::scalable_s_per_bit}) {
    time.*member += more.*member;
  }
  time.synchronisations += more.synchronisations;
}

/// Goes along a path from its beginning.
class PathCount {
 public:
  explicit PathCount(const Timeline& timeline) : timeline_(timeline), mean_steps_(mean_steps(timeline)) {}

  void take(const PathStretch& stretch) {
    if (stretch.kind == PathStretch::Kind::step) return take_steps(stretch);
    PathTime& time = times_.back();
    if (stretch.kind == PathStretch::Kind::compute) time.coding_s += stretch.seconds();
    if (stretch.kind == PathStretch::Kind::idle) time.waiting_s += stretch.seconds();
    if (stretch.kind == PathStretch::Kind::message) {
      add_message(timeline_.messages[stretch.index], stretch.seconds(), time);
    }
  }

  /// What is before the first local steps; then that of each synchronisation.
  [[nodiscard]] const std::vector<PathTime>& times() const noexcept { return times_; }

 private:
  void take_steps(const PathStretch& stretch) {
    const std::uint32_t round = timeline_.boxes_of(stretch.program)[stretch.index].round;
    if (round != round_ || stretch.program.rank != rank_) {
      round_ = round;
      rank_ = stretch.program.rank;
      steps_s_ = 0.0;
      times_.emplace_back().synchronisations = 1;
    }
    // The steps of a round may hold the path up several times, while messages are sent during the last one.
    const double mean_s = mean_steps_.at(round);
    const double before_s = std::min(steps_s_, mean_s);
    steps_s_ += stretch.seconds();
    const double computing_s = std::min(steps_s_, mean_s) - before_s;
    times_.back().computing_s += computing_s;
    times_.back().stragglers_s += stretch.seconds() - computing_s;
  }

  const Timeline& timeline_;
  std::vector<double> mean_steps_;
  std::vector<PathTime> times_{1};
  std::uint32_t round_ = 0;  ///< whose steps were on the path last
  int rank_ = -1;
  double steps_s_ = 0.0;  ///< of these
};

std::vector<PathTime> counted(const Timeline& timeline, std::span<const PathStretch> path) {
  PathCount count(timeline);
  for (auto stretch = path.rbegin(); stretch != path.rend(); ++stretch) count.take(*stretch);
  return count.times();
}

}  // namespace

PathTime path_time(const Timeline& timeline, std::span<const PathStretch> path) {
  PathTime time;
  for (const auto& part : counted(timeline, path)) add(part, time);
  return time;
}

std::vector<PathTime> path_time_by_synchronisation(const Timeline& timeline, std::span<const PathStretch> path) {
  auto times = counted(timeline, path);
  times.erase(times.begin());
  return times;
}

}  // namespace lowband
