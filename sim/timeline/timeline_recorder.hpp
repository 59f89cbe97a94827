// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "sim/timeline/timeline.hpp"
#include "sim/world/message_observer.hpp"
#include "sim/world/traffic.hpp"

namespace lowband {

/// Writes the Timeline of a run down while it goes on: the world tells it of messages, and a TimelineWorker of what
/// each program does. Time never decreases over all calls.
class TimelineRecorder final : public MessageObserver {
 public:
  explicit TimelineRecorder(const TimelineLimits& limits) : limits_(limits) {}

  /// `program` begins to do something, perhaps while a local step of its goes on. `steps`: so many, of local steps.
  /// `from`: whom it waits for.
  void begin(ProgramId program, Timeline::Box::Kind kind, double now, std::uint32_t steps = 0, int from = -1);
  /// What it began last is over.
  void end(ProgramId program, double now);
  void reported(int rank, std::uint64_t iteration, double now);
  void departed(const Departing& message) override;
  void taken(ProgramId by, int from, Tag tag, double arrived_s, double time_s) override;

  /// Where the run took place.
  struct Place {
    const Traffic& traffic;
    std::vector<std::string> hosts;                                  ///< by rank
    std::vector<std::string> roles;                                  ///< likewise
    std::map<std::pair<int, int>, std::vector<std::size_t>> routes;  ///< as Timeline has them
  };
  /// All of it; the run was over at `end_s`, and with it all that goes on. Nothing may follow.
  [[nodiscard]] Timeline finished(Place place, double end_s);

 private:
  /// One program, as it goes.
  struct Program {
    std::vector<Timeline::Box> boxes;
    /// What it does: where its box stands in `boxes`; nothing of what limits leave out.
    std::vector<std::optional<std::size_t>> open;
    std::uint32_t round = 0;
    bool goes_on_with_steps = false;             ///< the last thing that it did was a local step
    std::optional<std::uint32_t> taken_message;  ///< since it began the last thing
  };

  Program& of(ProgramId program);
  /// Whether something more may be written down; ends the timeline if there is too much.
  [[nodiscard]] bool has_room(double now);
  /// Whether the local steps of this round, until now, are the last box of a program.
  [[nodiscard]] static bool is_last_box(const Program& program, double now);
  /// The last open box of a program is over.
  void close(Program& program, double end_s);

  TimelineLimits limits_;
  std::map<std::pair<int, bool>, Program> programs_;
  std::map<std::tuple<int, int, Tag>, std::deque<Timeline::Message>> under_way_;  ///< by from, to, tag
  std::vector<Timeline::Message> messages_;
  std::vector<Timeline::Report> reports_;
  std::size_t kept_ = 0;  ///< boxes and messages
};

}  // namespace lowband
