// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_recorder.hpp"

#include <algorithm>
#include <utility>

namespace lowband {

using BoxKind = Timeline::Box::Kind;

TimelineRecorder::Program& TimelineRecorder::of(ProgramId program) {
  return programs_[{program.rank, program.is_beside}];
}

bool TimelineRecorder::has_room(double now) {
  if (kept_ >= limits_.most) limits_.to_s = std::min(limits_.to_s, now);
  return kept_ < limits_.most && now <= limits_.to_s;
}

bool TimelineRecorder::is_last_box(const Program& program, double now) {
  if (program.boxes.empty()) return false;
  const Timeline::Box& last = program.boxes.back();
  return last.kind == BoxKind::step && last.round == program.round && last.end_s == now;
}

void TimelineRecorder::begin(ProgramId id, BoxKind kind, double now, std::uint32_t steps, int from) {
  Program& program = of(id);
  program.taken_message.reset();
  const bool goes_on = kind == BoxKind::step && program.goes_on_with_steps;
  if (kind == BoxKind::step && !goes_on) ++program.round;
  program.goes_on_with_steps = kind == BoxKind::step;
  if (!has_room(now)) {
    program.open.emplace_back(std::nullopt);
    return;
  }
  if (goes_on && is_last_box(program, now)) {  // however often a world is asked, steps in a row are one box
    program.boxes.back().steps += steps;
    program.open.emplace_back(program.boxes.size() - 1);
    return;
  }
  ++kept_;
  program.open.emplace_back(program.boxes.size());
  program.boxes.push_back(
      {.begin_s = now, .end_s = now, .kind = kind, .steps = steps, .round = program.round, .from = from});
}

void TimelineRecorder::end(ProgramId program, double now) { close(of(program), now); }

void TimelineRecorder::close(Program& program, double end_s) {
  const auto place = program.open.back();
  program.open.pop_back();
  if (!place) return;
  Timeline::Box& box = program.boxes[*place];
  box.end_s = std::min(end_s, std::max(limits_.to_s, box.begin_s));
  if (box.kind == BoxKind::wait && program.taken_message) {
    box.message = program.taken_message;
    box.from = messages_[*box.message].from;
  }
  const bool is_nothing = box.end_s == box.begin_s && box.kind != BoxKind::step;
  if (is_nothing || box.end_s < limits_.from_s) {  // then nothing lies in it
    program.boxes.pop_back();
    --kept_;
  }
}

void TimelineRecorder::reported(int rank, std::uint64_t iteration, double now) {
  if (now >= limits_.from_s && now <= limits_.to_s) reports_.push_back({rank, iteration, now});
}

void TimelineRecorder::departed(const Departing& message) {
  of(message.from).goes_on_with_steps = false;
  if (!has_room(message.time_s)) return;
  ++kept_;
  under_way_[{message.from.rank, message.to, message.tag}].push_back({.from = message.from.rank,
                                                                      .to = message.to,
                                                                      .tag = message.tag,
                                                                      .is_from_beside = message.from.is_beside,
                                                                      .bytes = message.bytes,
                                                                      .coordinates = message.coordinates,
                                                                      .departed_s = message.time_s,
                                                                      .latency_s = message.latency_s,
                                                                      .transmission_s = message.transmission_s});
}

void TimelineRecorder::taken(ProgramId by, int from, Tag tag, double arrived_s, double time_s) {
  Program& program = of(by);
  program.goes_on_with_steps = false;
  auto& under_way = under_way_[{from, by.rank, tag}];
  if (under_way.empty()) return;  // it departed when there was no room any more
  Timeline::Message message = under_way.front();
  under_way.pop_front();
  message.is_to_beside = by.is_beside;
  message.arrived_s = arrived_s;
  message.taken_s = time_s;
  if (time_s < limits_.from_s) return void(--kept_);
  program.taken_message = static_cast<std::uint32_t>(messages_.size());
  messages_.push_back(message);
}

Timeline TimelineRecorder::finished(Place place, double end_s) {
  Timeline timeline;
  timeline.from_s = limits_.from_s;
  timeline.to_s = std::min(limits_.to_s, end_s);
  timeline.end_s = end_s;
  for (std::size_t rank = 0; rank < place.hosts.size(); ++rank) {
    timeline.nodes.push_back({std::move(place.hosts[rank]), std::move(place.roles[rank])});
  }
  timeline.boxes.resize(2 * timeline.nodes.size());
  for (auto& [key, program] : programs_) {
    while (!program.open.empty()) close(program, end_s);
    const ProgramId id{key.first, key.second};
    timeline.boxes[id.number(timeline.nodes.size())] = std::move(program.boxes);
  }
  timeline.messages = std::move(messages_);
  for (const auto& [key, messages] : under_way_) {
    timeline.messages.insert(timeline.messages.end(), messages.begin(), messages.end());
  }
  timeline.reports = std::move(reports_);
  for (const auto& link : place.traffic.links) {
    timeline.links.push_back({link.name, link.bandwidth_Bps * place.traffic.usable_share, link.latency_s});
  }
  timeline.routes = std::move(place.routes);
  return timeline;
}

}  // namespace lowband
