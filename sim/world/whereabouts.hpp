// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/worker.hpp"

namespace lowband {

/// What a method may know, before it runs, of where its nodes will be.
struct Whereabouts {
  std::map<std::pair<int, int>, double> latencies;  ///< seconds of the routes between the pairs that may talk
  std::vector<std::string> zones;                   ///< the innermost one of each worker's host, by rank
  /// How many seconds `program` takes there on all workers, who send along `pairs`, in a world of its own; nothing if
  /// that is more than `limit_s`.
  std::function<std::optional<double>(const std::function<void(Worker&)>& program,
                                      const std::vector<std::pair<int, int>>& pairs, double limit_s)>
      seconds_of;
};

}  // namespace lowband
