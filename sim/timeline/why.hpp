// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/timeline/path_time.hpp"
#include "sim/timeline/timeline.hpp"

namespace lowband {

/// What the time of a run is for, as far as its timeline goes.
struct Why {
  /// A link that messages of the critical path cross; without a path, that any cross.
  struct Link {
    std::string name;
    double utilisation = 0.0;  ///< while messages flow: LinkUse
    double path_s = 0.0;       ///< messages of the path were under way across it
    double latency_s = 0.0;    ///< of the path's latency, what it adds to messages that cross it
  };
  /// What workers did, in the mean, as shares of the time.
  struct Shares {
    double steps = 0.0;    ///< local steps
    double coding = 0.0;   ///< other computation
    double waiting = 0.0;  ///< for messages
    double idle = 0.0;     ///< the rest
  };

  std::string scenario;
  std::string algorithm;
  std::uint64_t seed = 1;
  double sim_time_s = 0.0;  ///< of the run
  double until_s = 0.0;     ///< its timeline ends: sim_time_s, unless that has too many boxes
  /// Why there is no critical path; "" if there is one.
  std::string why_no_path;
  PathTime path;            ///< zeros without one
  double bits = 0.0;        ///< per coordinate, of all messages that stand for some; 0 if none does
  double other_bits = 0.0;  ///< that are tried in their place; 0: none
  double gain = 0.0;        ///< PathTime::gain() of those
  std::vector<Link> links;  ///< the busiest first
  Shares workers;
  std::string sentence;  ///< all of that in words

  [[nodiscard]] bool has_path() const noexcept { return why_no_path.empty(); }
};

/// Whether all workers wait for each other again and again, so that a critical path tells what decides a run's time.
enum class Pace : bool { in_rounds, each_its_own };

/// Why a run took as long as it did. Names and seed are left to the caller. With Pace::each_its_own there is no
/// critical path: where nobody waits for anybody, a run is over when enough steps have been taken, whoever took them,
/// and what its last step waited for tells nothing of that.
[[nodiscard]] Why why_of(const Timeline& timeline, Pace pace);

/// A Why as JSON, and back: how a child tells of it.
[[nodiscard]] Json to_json(const Why& why);
[[nodiscard]] Why why_of_json(const Json& json);

}  // namespace lowband
