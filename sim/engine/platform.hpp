#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/network_settings.hpp"

namespace lowband {

/// A change that a scenario makes to every link whose name matches.
struct LinkChange {
  std::string match;                    ///< a shell pattern, as for fnmatch(3)
  std::optional<double> bandwidth_Bps;  ///< absolute
  std::optional<double> latency_s;      ///< absolute
};

/// Where a run takes place: a SimGrid platform file, the network model, a scenario's changes, and who works where.
struct PlatformSettings {
  std::string file;
  NetworkSettings network;
  std::vector<LinkChange> changes;
  int workers = 1;
  std::vector<std::string> hosts;  ///< one name per worker; empty: the first hosts of the file, in its order
};

/// What a platform offers the workers.
struct PlatformReport {
  struct Link {
    std::string name;
    double bandwidth_Bps = 0.0;
    double latency_s = 0.0;
  };
  struct Route {
    int from = 0;
    int to = 0;
    std::vector<std::string> links;
    double latency_s = 0.0;
  };

  std::vector<std::pair<std::string, double>> hosts;  ///< of the workers, by rank: name and flop/s
  int hosts_in_file = 0;
  std::vector<Link> links;      ///< by name, after the scenario's changes
  std::vector<Route> routes;    ///< between `pairs`, in their order
};

/// Loads the platform in a child process and looks at it. `pairs` are the workers that must be able to talk. Throws
/// UsageError "FILE: ..." if the file is missing, malformed, has too few hosts, lacks a named host or the route of a
/// pair, or a change matches no link.
[[nodiscard]] PlatformReport inspect_platform(const PlatformSettings& settings,
                                              const std::vector<std::pair<int, int>>& pairs);

}  // namespace lowband
