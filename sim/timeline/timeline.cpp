// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lowband {

std::string Timeline::name_of(int rank) const {
  return fmt::format("{} {}", nodes.at(static_cast<std::size_t>(rank)).role, rank);
}

std::string Timeline::title_of(const Box& box) const {
  switch (box.kind) {
    case Box::Kind::step:
      return box.steps == 1 ? "local step" : fmt::format("{} local steps", box.steps);
    case Box::Kind::wait:
      return box.from < 0 ? "wait for anybody" : fmt::format("wait for {}", name_of(box.from));
    case Box::Kind::attend:
      return "wait for its other program";
    case Box::Kind::compute:
    case Box::Kind::sleep:
      break;
  }
  return lowband::name_of(box.kind);
}

Timeline between(Timeline part, double from_s, double to_s) {
  part.from_s = std::max(part.from_s, from_s);
  part.to_s = std::min(part.to_s, to_s);
  const auto is_in = [&part](double begin_s, double end_s) { return end_s >= part.from_s && begin_s <= part.to_s; };
  const auto messages = std::exchange(part.messages, {});
  std::vector<std::optional<std::uint32_t>> numbers;  // of the messages, in the part
  for (const auto& message : messages) {
    const bool stays = is_in(message.departed_s, message.taken_s);
    numbers.push_back(stays ? std::optional(static_cast<std::uint32_t>(part.messages.size())) : std::nullopt);
    if (stays) part.messages.push_back(message);
  }
  for (auto& boxes : part.boxes) {
    std::erase_if(boxes, [&](const Timeline::Box& box) { return !is_in(box.begin_s, box.end_s); });
    for (auto& box : boxes) {
      box.end_s = std::min(box.end_s, part.to_s);
      if (box.message) box.message = numbers[*box.message];
    }
  }
  std::erase_if(part.reports, [&](const Timeline::Report& report) { return !is_in(report.time_s, report.time_s); });
  return part;
}

const char* name_of(Timeline::Box::Kind kind) {
  static constexpr std::array names = {"step", "compute", "wait", "sleep", "attend"};
  return names.at(static_cast<std::size_t>(kind));
}

}  // namespace lowband
