// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/program_events.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lowband {

namespace {

using EventKind = ProgramEvent::Kind;

/// Beginnings and ends of boxes, which lie in one another or follow each other.
std::vector<ProgramEvent> events_of(const std::vector<Timeline::Box>& boxes) {
  std::vector<ProgramEvent> events;
  std::vector<std::size_t> open;
  const auto end_those_until = [&](double time_s) {
    for (; !open.empty() && boxes[open.back()].end_s <= time_s; open.pop_back()) {
      events.push_back({boxes[open.back()].end_s, EventKind::end, open.back()});
    }
  };
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].end_s == boxes[i].begin_s) continue;
    end_those_until(boxes[i].begin_s);
    events.push_back({boxes[i].begin_s, EventKind::begin, i});
    open.push_back(i);
  }
  end_those_until(Timeline::never);
  return events;
}

}  // namespace

std::vector<std::vector<ProgramEvent>> program_events(const Timeline& timeline) {
  std::vector<std::vector<ProgramEvent>> all;
  for (const auto& boxes : timeline.boxes) all.push_back(events_of(boxes));
  const std::size_t nodes = timeline.nodes.size();
  std::vector<std::vector<ProgramEvent>> others(all.size());
  for (std::size_t i = 0; i < timeline.messages.size(); ++i) {
    const auto& message = timeline.messages[i];
    if (!message.is_taken()) continue;
    others[message.sender().number(nodes)].push_back({message.departed_s, EventKind::send, i});
    others[message.taker().number(nodes)].push_back({message.taken_s, EventKind::take, i});
  }
  for (std::size_t i = 0; i < timeline.reports.size(); ++i) {
    others[ProgramId{timeline.reports[i].rank}.number(nodes)].push_back(
        {timeline.reports[i].time_s, EventKind::report, i});
  }
  const auto is_earlier = [](const ProgramEvent& a, const ProgramEvent& b) {
    return a.time_s != b.time_s ? a.time_s < b.time_s : a.kind < b.kind;
  };
  for (std::size_t program = 0; program < all.size(); ++program) {
    std::stable_sort(others[program].begin(), others[program].end(), is_earlier);
    std::vector<ProgramEvent> merged;
    merged.reserve(all[program].size() + others[program].size());
    std::merge(all[program].begin(), all[program].end(), others[program].begin(), others[program].end(),
               std::back_inserter(merged), is_earlier);
    all[program] = std::move(merged);
  }
  return all;
}

}  // namespace lowband
