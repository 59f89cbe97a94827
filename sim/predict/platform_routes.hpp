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
