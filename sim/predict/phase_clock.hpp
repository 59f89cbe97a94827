// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "sim/algorithms/closed_form.hpp"
#include "sim/predict/platform_routes.hpp"
#include "sim/predict/round_time.hpp"

namespace lowband {

/// How long phases take on a platform, in closed form.
///
/// Where all wait for all, a phase takes the longest of its messages' times (SharedPath), after what the slowest sender
/// computes and before what the slowest receiver does. Around a ring, `hops` messages of b bytes pass each pair e, one
/// of which takes t_e. What is passed on goes around again and again, round after round, as those whose way was short
/// begin early: so it takes the mean over the pairs; but a pair has all of its own messages to carry:
///
///     max( hops mean_e t_e,  max_e hops b / (u B_e) ),
///
/// which on pairs that are all alike is hops t.
///
/// Windows are followed from the first phase on: connections that have been idle begin slowly. Those of pairs whose
/// paths are alike are one.
class PhaseClock {
 public:
  /// `seconds_per_flop`: of each node, by rank. Refers to the routes.
  PhaseClock(const PlatformRoutes& routes, std::vector<double> seconds_per_flop)
      : routes_(routes), seconds_per_flop_(std::move(seconds_per_flop)) {}

  /// A phase that begins at `now`, which never decreases over all calls.
  [[nodiscard]] RoundTime take(const Phase& phase, double now);

  /// A phase that begins apart, of a round that begins at `now`: senders have `steps_s` to do first, by rank, and find
  /// what is beside on their links, which left with the round. Tells what remains of it when the slowest has done that:
  /// bytes that are carried before take no time of the round.
  [[nodiscard]] RoundTime take_apart(const Phase& phase, const std::vector<double>& steps_s,
                                     const std::vector<Phase>& beside, double now);

 private:
  /// Pairs whose messages are under way together.
  struct Pattern {
    std::vector<SharedPath> paths{};  ///< that differ
    /// Of each ring, or of all pairs together, how many have a path: by path.
    std::vector<std::map<std::size_t, double>> rings{};
  };

  /// Of pairs in rings of so many; 0: in none.
  Pattern& pattern(const PlatformRoutes::Pairs& pairs, int ring);
  [[nodiscard]] static RoundTime together(Pattern& pattern, double bytes, double now);
  /// `hop_s`: what is computed after each hop.
  [[nodiscard]] static RoundTime around(Pattern& pattern, const Phase& phase, double hop_s, double now);

  /// What is left of the messages of a phase, which left together with nothing else under way, so many seconds later.
  [[nodiscard]] std::vector<PlatformRoutes::Sent> left_at(const Phase& phase, double seconds) const;

  const PlatformRoutes& routes_;
  std::vector<double> seconds_per_flop_;
  std::map<PlatformRoutes::Pairs, Pattern> patterns_;
  std::map<PlatformRoutes::Pairs, std::vector<SharedPath>> apart_;  ///< by pair, as each goes by times of its own
};

}  // namespace lowband
