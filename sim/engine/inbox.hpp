// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/base/function_ref.hpp"

namespace lowband {

struct Channel;

/// What has arrived for one node under one tag, from whomever, in the order in which it is to be taken; and what is due
/// on private lines, where no event tells of an arrival. O(log n) a message, n being those that are there, however many
/// senders there are.
class Inbox {
 public:
  /// How its messages are received: all of them in one way.
  enum class Use { none, by_name, from_any };

  Inbox(int node, double resolution_s) : node_(node), resolution_s_(resolution_s) {}

  /// Throws std::logic_error if its messages have been received in another way.
  void use(Use way);

  /// The next message of `channel`, which has not been filed yet, has arrived at `time_s`. What arrives within the
  /// clock's resolution arrives at the same instant, and is taken by ascending sender. Nobody is woken before tell().
  void file(Channel& channel, double time_s);
  [[nodiscard]] bool is_empty() const noexcept { return filed_.empty(); }
  /// Whose message is to be taken next.
  [[nodiscard]] Channel& first() const { return *filed_.begin()->second; }
  /// The next message of `channel` is taken: of first(), where they are taken from anybody.
  void take(Channel& channel);

  /// The next message of `channel`, on a private line, which has not been filed yet, arrives at `time_s`, or later if
  /// others follow on its line.
  void expect(Channel& channel, double time_s);
  /// Files what has arrived on private lines.
  void file_what_is_due();
  /// Wakes who waits, if anything has changed for it. To be called when all else is done: it lets other actors run.
  void tell();

  /// Returns true as soon as `is_there`, which looks at what has been filed; false if it is not by `deadline`, or now
  /// if that is over.
  bool await(double deadline, FunctionRef<bool()> is_there);

 private:
  using Due = std::pair<double, Channel*>;
  struct IsLater {
    bool operator()(const Due& a, const Due& b) const noexcept { return a.first > b.first; }
  };

  [[nodiscard]] double next_due_s() const {
    return due_.empty() ? std::numeric_limits<double>::infinity() : due_.top().first;
  }

  int node_;
  double resolution_s_;
  Use use_ = Use::none;
  /// By instant; by what had been taken before it was filed, which it may answer; and by sender.
  std::multimap<std::tuple<double, std::uint64_t, int>, Channel*> filed_;
  std::uint64_t taken_ = 0;
  std::priority_queue<Due, std::vector<Due>, IsLater> due_;  ///< of each channel on a line its next message
  simgrid::s4u::SemaphorePtr filled_;                        ///< wakes who waits
  bool is_awaited_ = false;
  bool has_news_ = false;
  double waits_until_s_ = 0.0;
};

}  // namespace lowband
