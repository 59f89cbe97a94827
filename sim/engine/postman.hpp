// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace lowband {

/// Sends at its time what has to wait, in the name of a node that goes on meanwhile: an actor on the node's host, which
/// exists from the first such errand on.
class Postman {
 public:
  struct Errand {
    double time_s = 0.0;
    std::function<void()> send;
  };

  explicit Postman(simgrid::s4u::Host* host) : host_(host) {}
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;
  Postman(Postman&&) = delete;
  Postman& operator=(Postman&&) = delete;
  ~Postman() = default;

  /// Each is done at its time, which is not over; those of the same instant in the order of these calls, and in that of
  /// the list. All are known before any other actor goes on.
  void take(std::vector<Errand> errands);

 private:
  void work();

  simgrid::s4u::Host* host_;
  std::map<std::pair<double, std::uint64_t>, std::function<void()>> errands_;  ///< by time, and by number
  std::uint64_t taken_ = 0;
  bool exists_ = false;
  simgrid::s4u::SemaphorePtr called_;  ///< wakes it for an errand earlier than those it knows
  bool is_awaited_ = false;
};

}  // namespace lowband
