// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace lowband::test {

/// A world in memory: programs take turns, one at a time, and a generator with a seed chooses who is next whenever one
/// sends, computes or waits, and whose message receive_any() takes. Messages of one pair and tag keep their order, all
/// others come in any. Its clock counts computations, each of one second, and jumps to what is waited for when nobody
/// else can go on; its random numbers have the seed 1.
class MemoryWorld final : public World {
 public:
  /// `others`: nodes that are no workers.
  MemoryWorld(int workers, std::uint64_t seed, int others = 0)
      : turns_(seed, Purpose::data, 0, 0), workers_(workers), inboxes_(static_cast<std::size_t>(workers + others)) {}

  void run(const std::function<void(Worker&)>& program) override;
  [[nodiscard]] const std::optional<Diverged>& diverged() const noexcept override { return diverged_; }
  [[nodiscard]] double now() const override { return now_s_; }
  [[nodiscard]] std::uint64_t bytes_sent() const noexcept override { return traffic_.curve.total(); }
  [[nodiscard]] Traffic traffic() const override { return traffic_; }
  [[nodiscard]] std::vector<std::string> host_names() const override;

 private:
  class MemoryWorker;
  using Messages = std::map<std::pair<int, Tag>, std::deque<Message>>;  ///< by sender and tag
  struct Program {
    std::thread thread;
    std::condition_variable turn;
    std::function<bool()> is_ready;  ///< empty: it is over
    double until_s = 0.0;            ///< it is ready then in any case
  };
  struct Stopped {};

  void begin(int rank, bool is_beside, std::function<void(Worker&)> program);
  /// Gives the turn away and returns when it has come back, and `is_ready` holds or it is `until_s`. Throws Stopped.
  void wait(Program& program, std::function<bool()> is_ready, double until_s = std::numeric_limits<double>::infinity());
  void choose_next();
  void stop(std::exception_ptr reason);

  Stream turns_;
  int workers_;
  std::vector<Messages> inboxes_;  ///< by rank
  std::deque<Program> programs_;
  std::mutex mutex_;
  Program* current_ = nullptr;
  int at_work_ = 0;  ///< workers whose first program goes on
  bool is_stopped_ = false;
  std::condition_variable stopped_;
  std::exception_ptr failure_;
  std::optional<Diverged> diverged_;
  double now_s_ = 0.0;
  Traffic traffic_;
};

}  // namespace lowband::test
