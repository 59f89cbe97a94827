// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <utility>

#include "sim/engine/varying_speed.hpp"

namespace lowband {

/// The cores of one host, and what is computed on them, in closed form: of n computations on c cores each gets
///
///     min(1, c / n) f(t)
///
/// of a core (processor sharing), f being the speed of the host over time. Computations do not know of each other: one
/// that waits for its end asks for how long, and asks again when that is over, as others may have begun meanwhile.
///
/// Work is told in the seconds that it takes on a core of its own at the host's own speed; `now` never goes back.
class HostCores {
 public:
  /// What a computation was until a moment.
  struct Computation {
    double left_s = 0.0;   ///< of its work
    double begin_s = 0.0;  ///< when it began
    double end_s = 0.0;    ///< when nothing was left; until then, nothing
  };
  using Handle = std::list<Computation>::iterator;

  HostCores(int cores, VaryingSpeed speed) : cores_(cores), speed_(std::move(speed)) {}

  [[nodiscard]] const VaryingSpeed& speed() const noexcept { return speed_; }

  /// A computation of `work_s` begins.
  [[nodiscard]] Handle begin(double now, double work_s);
  /// After how many seconds no more than `left_s` of it are left, if nothing else begins until then; infinite if the
  /// host stands still for ever.
  [[nodiscard]] double wait_s(double now, Handle computation, double left_s);
  /// It is taken away; returns what it was.
  Computation end(double now, Handle computation);

 private:
  [[nodiscard]] double share_of(std::size_t computations) const noexcept;
  /// Does what is done until `now`.
  void go_on_until(double now);

  double cores_;
  VaryingSpeed speed_;
  std::list<Computation> computations_;
  double now_s_ = 0.0;
};

}  // namespace lowband
