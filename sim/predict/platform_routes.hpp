// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/platform.hpp"
#include "sim/predict/shared_path.hpp"

namespace lowband {

/// The routes of a platform, as messages of one phase share them.
class PlatformRoutes {
 public:
  using Pairs = std::vector<std::pair<int, int>>;

  /// The report has the routes of all pairs that are asked for; this refers to it.
  explicit PlatformRoutes(const PlatformReport& report);

  /// How many messages cross each link of the report, in its order, if one goes along each of these pairs.
  [[nodiscard]] std::vector<double> crossings(const Pairs& pairs) const;

  /// A message of `bytes` along a pair, which leaves at `leaves_s`.
  struct Sent {
    std::pair<int, int> pair;
    double bytes = 0.0;
    double leaves_s = 0.0;
  };

  /// When each of these messages has been carried, by its links. With latency l_i, which it waits for first, and
  /// messages i of b_i bytes over link j of bandwidth B_j, of which a share u is payload, the link never idles while it
  /// has something to carry, and is done at
  ///
  ///     max_t ( t + sum_(i: t_i + l_i >= t) b_i / (u B_j) ),
  ///
  /// t being the t_i + l_i at which they begin. A message is there when all of its links are done, so that only the
  /// last one's time is that of a message; where several links hold messages up in turn it is a lower bound.
  [[nodiscard]] std::vector<double> carried_s(const std::vector<Sent>& messages) const;

  [[nodiscard]] double latency_s(const std::pair<int, int>& pair) const {
    return route(pair).latency_s * report_.latency_factor;
  }

  /// The paths of such messages, as they are together under way, by pair. Connections are fresh.
  [[nodiscard]] std::vector<SharedPath> paths(const Pairs& pairs) const;

 private:
  [[nodiscard]] const PlatformReport::Route& route(const std::pair<int, int>& pair) const { return *routes_.at(pair); }
  [[nodiscard]] SharedPath path(const PlatformReport::Route& route, const std::vector<double>& crossings) const;

  const PlatformReport& report_;
  std::map<std::pair<int, int>, const PlatformReport::Route*> routes_;
  std::map<std::string, std::size_t> links_;  ///< where a link stands in the report
};

}  // namespace lowband
