// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/engine/host_cores.hpp"

namespace lowband {

/// The core on which a program computes: one, however many its host has, and a share of one where others compute there.
/// All calls are made by the program's actor. A computation may go on in the background, while the program waits for
/// messages, say; where it computes meanwhile, both have half of the core.
///
/// Seconds are those at the host's own speed. Its actor sleeps for as long as they take.
class Core {
 public:
  /// SimGrid makes a sleep below `resolution_s` that long.
  Core(HostCores& host, double resolution_s) : host_(host), resolution_s_(resolution_s) {}

  /// Computes what takes `seconds` on its own; returns when it is done.
  void compute(double seconds);

  /// Begins a background computation, which takes `seconds` on its own. Throws std::logic_error if one goes on.
  void begin_background(double seconds);
  /// Returns when no more than `left` seconds of it are left, as far as SimGrid's resolution can tell.
  void await_background(double left);
  /// Forgets what is left of it.
  void end_background();

  [[nodiscard]] double resolution_s() const noexcept { return resolution_s_; }
  /// Simulated seconds from the beginnings of its computations to their ends, stand-stills included; of the background,
  /// until the last call of any of the above.
  [[nodiscard]] double busy_s() const noexcept { return busy_s_; }

 private:
  /// Computes nothing else for so long.
  void spend(double seconds);
  /// Sleeps until no more than `left` of a computation are left.
  void await(HostCores::Handle computation, double left);
  /// The background computation stands still, and what is left of it is known, until it is resumed.
  void pause();
  void resume();

  HostCores& host_;
  double resolution_s_;
  std::optional<double> background_s_;          ///< what was left of the background computation when it last went on
  std::optional<HostCores::Handle> under_way_;  ///< it, unless it stands still
  double busy_s_ = 0.0;
};

}  // namespace lowband
