// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/paje.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "sim/timeline/program_events.hpp"

namespace lowband {

namespace {

using EventKind = ProgramEvent::Kind;

/// An event's name, its number in this file, and its fields.
constexpr std::string_view header = R"(%EventDef PajeDefineContainerType 0
%       Alias string
%       Type string
%       Name string
%EndEventDef
%EventDef PajeDefineStateType 1
%       Alias string
%       Type string
%       Name string
%EndEventDef
%EventDef PajeDefineLinkType 2
%       Alias string
%       Type string
%       StartContainerType string
%       EndContainerType string
%       Name string
%EndEventDef
%EventDef PajeDefineEntityValue 3
%       Alias string
%       Type string
%       Name string
%       Color color
%EndEventDef
%EventDef PajeCreateContainer 4
%       Time date
%       Alias string
%       Type string
%       Container string
%       Name string
%EndEventDef
%EventDef PajeDestroyContainer 5
%       Time date
%       Type string
%       Name string
%EndEventDef
%EventDef PajePushState 6
%       Time date
%       Type string
%       Container string
%       Value string
%EndEventDef
%EventDef PajePopState 7
%       Time date
%       Type string
%       Container string
%EndEventDef
%EventDef PajeStartLink 8
%       Time date
%       Type string
%       Container string
%       Value string
%       StartContainer string
%       Key string
%EndEventDef
%EventDef PajeEndLink 9
%       Time date
%       Type string
%       Container string
%       Value string
%       EndContainer string
%       Key string
%EndEventDef
)";

constexpr std::string_view types = R"(0 run 0 "run"
0 node run "node"
0 program node "program"
1 state program "state"
2 message run program program "message"
3 step state "local steps" "0.20 0.55 0.25"
3 compute state "compute" "0.25 0.45 0.80"
3 wait state "wait" "0.85 0.85 0.85"
3 sleep state "sleep" "0.95 0.95 0.80"
3 attend state "wait for the other program" "0.90 0.80 0.90"
)";

/// As the format can have it, in quotes.
std::string in_quotes(std::string text) {
  for (char& c : text) {
    if (c == '"') c = '\'';
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return fmt::format("\"{}\"", text);
}

/// An event, and whose it is.
struct Placed {
  double time_s = 0.0;
  std::size_t program = 0;
  const ProgramEvent* event = nullptr;
};

/// When, among all that happens at the same instant: nothing is taken before it is sent.
int place_of(EventKind kind) {
  switch (kind) {
    case EventKind::end:
      return 0;
    case EventKind::report:
    case EventKind::send:
      return 1;
    case EventKind::take:
      return 2;
    case EventKind::begin:
      break;
  }
  return 3;
}

std::string program_alias(std::size_t number) { return fmt::format("p{}", number); }

}  // namespace

std::string to_paje(const Timeline& timeline) {
  std::string text = std::string(header) + std::string(types);
  const auto into = std::back_inserter(text);
  const auto events = program_events(timeline);
  fmt::format_to(into, "4 {:.9f} r run 0 \"run\"\n", 0.0);
  for (std::size_t number = 0; number < events.size(); ++number) {
    const ProgramId program = timeline.program(number);
    const auto& node = timeline.nodes[static_cast<std::size_t>(program.rank)];
    if (!program.is_beside) {
      const std::string name = fmt::format("{} ({})", timeline.name_of(program.rank), node.host);
      fmt::format_to(into, "4 {:.9f} n{} node r {}\n", 0.0, program.rank, in_quotes(name));
    }
    if (program.is_beside && events[number].empty()) continue;
    fmt::format_to(into, "4 {:.9f} {} program n{} \"{}{}\"\n", 0.0, program_alias(number), program.rank,
                   timeline.name_of(program.rank), program.is_beside ? ", beside" : "");
  }

  std::vector<Placed> placed;
  for (std::size_t number = 0; number < events.size(); ++number) {
    for (const auto& event : events[number]) placed.push_back({event.time_s, number, &event});
  }
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return a.time_s != b.time_s ? a.time_s < b.time_s : place_of(a.event->kind) < place_of(b.event->kind);
  });
  for (const auto& [time_s, number, event] : placed) {
    const std::string program = program_alias(number);
    switch (event->kind) {
      case EventKind::begin:
        fmt::format_to(into, "6 {:.9f} state {} {}\n", time_s, program,
                       name_of(timeline.boxes[number][event->index].kind));
        break;
      case EventKind::end:
        fmt::format_to(into, "7 {:.9f} state {}\n", time_s, program);
        break;
      case EventKind::send:
      case EventKind::take:
        fmt::format_to(into, "{} {:.9f} message r \"{} B\" {} m{}\n", event->kind == EventKind::send ? 8 : 9, time_s,
                       timeline.messages[event->index].bytes, program, event->index);
        break;
      case EventKind::report:
        break;
    }
  }
  for (std::size_t number = events.size(); number-- > 0;) {
    if (timeline.program(number).is_beside && events[number].empty()) continue;
    fmt::format_to(into, "5 {:.9f} program {}\n", timeline.end_s, program_alias(number));
  }
  for (std::size_t rank = 0; rank < timeline.nodes.size(); ++rank) {
    fmt::format_to(into, "5 {:.9f} node n{}\n", timeline.end_s, rank);
  }
  fmt::format_to(into, "5 {:.9f} run r\n", timeline.end_s);
  return text;
}

}  // namespace lowband
