// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/critical_path.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/timeline/nested_boxes.hpp"

namespace lowband {

namespace {

using BoxKind = Timeline::Box::Kind;

class PathWalk {
 public:
  explicit PathWalk(const Timeline& timeline) : timeline_(timeline), enclosing_(timeline.boxes.size()) {}

  std::vector<PathStretch> all() {
    begin();
    while (now_s_ > timeline_.from_s && go_back()) {
    }
    return std::move(path_);
  }

 private:
  void begin() {
    if (!timeline_.reports.empty() && timeline_.reports.back().time_s == timeline_.to_s) {
      program_ = {timeline_.reports.back().rank};
      now_s_ = timeline_.to_s;
      return;
    }
    for (int rank = 0; rank < static_cast<int>(timeline_.nodes.size()); ++rank) {
      const auto& boxes = timeline_.boxes_of({rank});
      const bool is_worker = timeline_.nodes[static_cast<std::size_t>(rank)].role == "worker";
      if (!is_worker || boxes.empty()) continue;
      const double end_s = std::max_element(boxes.begin(), boxes.end(), [](const auto& a, const auto& b) {
                             return a.end_s < b.end_s;
                           })->end_s;
      if (end_s <= now_s_) continue;
      program_ = {rank};
      now_s_ = end_s;
    }
  }

  /// Adds what decided that the program was where it was at this moment; false if nothing tells of it.
  bool go_back() {
    const auto& boxes = timeline_.boxes_of(program_);
    const auto after = std::partition_point(boxes.begin(), boxes.end(),
                                            [this](const Timeline::Box& box) { return box.begin_s < now_s_; });
    if (after == boxes.begin()) return false;
    const auto last = static_cast<std::size_t>(after - boxes.begin()) - 1;
    // The innermost box that goes on until now; if boxes in it are over, what held up the program since is it alone.
    double begin_s = boxes[last].begin_s;
    std::optional<std::size_t> box = last;
    for (; box && boxes[*box].end_s < now_s_; box = enclosing_of(program_)[*box]) {
      begin_s = std::max(begin_s, boxes[*box].end_s);
    }
    if (!box) {
      add(PathStretch::Kind::idle, begin_s, last);  // by the rounding of a clock
      return true;
    }
    add_box(boxes[*box], begin_s, *box);
    return true;
  }

  void add_box(const Timeline::Box& box, double begin_s, std::size_t index) {
    switch (box.kind) {
      case BoxKind::step:
        return add(PathStretch::Kind::step, begin_s, index);
      case BoxKind::compute:
        return add(PathStretch::Kind::compute, begin_s, index);
      case BoxKind::sleep:
      case BoxKind::attend:
        return add(PathStretch::Kind::idle, begin_s, index);
      case BoxKind::wait:
        break;
    }
    if (!box.message) return add(PathStretch::Kind::idle, begin_s, index);
    const auto& message = timeline_.messages[*box.message];
    program_ = message.sender();
    add(PathStretch::Kind::message, message.departed_s, *box.message);
  }

  void add(PathStretch::Kind kind, double begin_s, std::size_t index) {
    begin_s = std::max(begin_s, timeline_.from_s);
    path_.push_back({kind, begin_s, now_s_, program_, index});
    now_s_ = begin_s;
  }

  const std::vector<std::optional<std::size_t>>& enclosing_of(ProgramId program) {
    auto& enclosing = enclosing_[program.number(timeline_.nodes.size())];
    if (enclosing.empty()) enclosing = enclosing_boxes(timeline_.boxes_of(program));
    return enclosing;
  }

  const Timeline& timeline_;
  std::vector<std::vector<std::optional<std::size_t>>> enclosing_;  ///< by program; of those that have been asked for
  ProgramId program_;
  double now_s_ = 0.0;
  std::vector<PathStretch> path_;
};

}  // namespace

std::vector<PathStretch> critical_path(const Timeline& timeline) { return PathWalk(timeline).all(); }

}  // namespace lowband
