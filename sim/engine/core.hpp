#pragma once

#include <simgrid/s4u.hpp>

#include <optional>

namespace lowband {

/// The core on which a program computes: one, however many its host has. All calls are made by the program's actor. A
/// computation may go on in the background, while the program waits for messages, say; where it computes meanwhile,
/// both have half of the core.
///
/// A computation of so many seconds at the host's own speed is a sleep of that length, at a third of the price of
/// SimGrid's executions, which only a host whose speed varies over time needs, or one where other programs compute:
/// there SimGrid shares its cores among them.
class Core {
 public:
  /// `executes`: SimGrid is to execute what is computed. It makes a sleep below `resolution_s` that long.
  Core(simgrid::s4u::Host* host, bool executes, double resolution_s);

  /// From now on SimGrid is to execute what is computed. Throws std::logic_error if a background computation goes on.
  void execute(const simgrid::s4u::Host* host);

  /// Computes what takes `seconds` on its own; returns when it is done.
  void compute(double seconds);

  /// Begins a background computation, which takes `seconds` on its own. Throws std::logic_error if one goes on.
  void begin_background(double seconds);
  /// Returns when no more than `left` seconds of it are left, as far as SimGrid's resolution can tell.
  void await_background(double left);
  /// Forgets what is left of it.
  void end_background();

  [[nodiscard]] double resolution_s() const noexcept { return resolution_s_; }
  /// Simulated seconds in which it has computed; of the background, until the last call of any of the above.
  [[nodiscard]] double busy_s() const noexcept { return busy_s_; }

 private:
  /// Computes nothing else for so long.
  void spend(double seconds);
  /// The background computation stands still, and what is left of it is known, until it is resumed.
  void pause();
  void resume();

  double resolution_s_;
  std::optional<double> simgrid_flops_per_s_;  ///< of a host where SimGrid must execute
  std::optional<double> background_s_;         ///< what was left of the background computation when it last went on
  double since_s_ = 0.0;                       ///< when that was
  simgrid::s4u::ExecPtr execution_;            ///< of it, where SimGrid executes
  double busy_s_ = 0.0;
};

}  // namespace lowband
