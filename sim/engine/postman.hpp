#pragma once

#include <simgrid/s4u.hpp>

#include <cstdint>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

namespace lowband {

/// Sends at its time what has to wait, in the name of a sender that goes on meanwhile: an actor, the same one for all
/// nodes, which goes to the sender's host and sends from there. It exists from the first such errand on.
class Postman {
 public:
  Postman() = default;
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;
  Postman(Postman&&) = delete;
  Postman& operator=(Postman&&) = delete;
  ~Postman() = default;

  /// `send` is called on `host` at `time_s`, which is not over; errands of the same instant in the order of these
  /// calls.
  void at(double time_s, simgrid::s4u::Host* host, std::function<void()> send);

 private:
  struct Errand {
    double time_s = 0.0;
    std::uint64_t number = 0;
    simgrid::s4u::Host* host = nullptr;
    std::function<void()> send;
    bool operator>(const Errand& other) const {
      return std::tie(time_s, number) > std::tie(other.time_s, other.number);
    }
  };

  void work();

  std::priority_queue<Errand, std::vector<Errand>, std::greater<>> errands_;
  std::uint64_t errands_taken_ = 0;
  simgrid::s4u::SemaphorePtr called_;  ///< wakes it for an errand earlier than those it knows
  bool exists_ = false;
  bool is_awaited_ = false;
};

}  // namespace lowband
