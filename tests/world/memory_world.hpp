#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace lowband::test {

/// A world in memory: workers take turns, one at a time, and a generator with a seed chooses who is next whenever one
/// sends, computes or waits, and whose message receive_any() takes. Messages of one pair and tag keep their order, all
/// others come in any. Its clock counts computations, each of one second; its random numbers
/// have the seed 1.
class MemoryWorld final : public World {
 public:
  MemoryWorld(int workers, std::uint64_t seed)
      : turns_(seed, Purpose::data, 0, 0), nodes_(static_cast<std::size_t>(workers)) {}

  void run(const std::function<void(Worker&)>& program) override;
  [[nodiscard]] const std::optional<Diverged>& diverged() const noexcept override { return diverged_; }
  [[nodiscard]] double now() const override { return static_cast<double>(computations_); }
  [[nodiscard]] std::uint64_t bytes_sent() const noexcept override { return traffic_.curve.total(); }
  [[nodiscard]] Traffic traffic() const override { return traffic_; }
  [[nodiscard]] std::vector<std::string> host_names() const override;

 private:
  class MemoryWorker;
  struct Node {
    std::condition_variable turn;
    std::function<bool()> is_ready;  ///< empty: it is over
    std::map<std::pair<int, Tag>, std::deque<Message>> inbox;
  };
  struct Stopped {};

  /// Gives the turn away and returns when it has come back, and `is_ready` holds. Throws Stopped.
  void wait(int rank, std::function<bool()> is_ready);
  void choose_next();
  void stop(std::exception_ptr reason);

  Stream turns_;
  std::deque<Node> nodes_;
  std::mutex mutex_;
  std::optional<int> current_;
  bool is_stopped_ = false;
  std::exception_ptr failure_;
  std::optional<Diverged> diverged_;
  std::uint64_t computations_ = 0;
  Traffic traffic_;
};

}  // namespace lowband::test
