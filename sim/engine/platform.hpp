#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/network_settings.hpp"
#include "sim/engine/profile.hpp"

namespace lowband {

/// A change that a scenario makes to every link whose name matches. Factors multiply what earlier changes have left;
/// a profile multiplies, over time, what all changes have left, and takes the place of an earlier one.
struct LinkChange {
  std::string match;                      ///< a shell pattern, as for fnmatch(3)
  std::optional<double> bandwidth_Bps{};  ///< absolute
  std::optional<double> latency_s{};      ///< absolute
  std::optional<double> bandwidth_factor{};
  std::optional<double> latency_factor{};
  std::shared_ptr<const Profile> bandwidth_profile{};
  std::shared_ptr<const Profile> latency_profile{};
};

/// The same for hosts.
struct HostChange {
  std::string match;
  std::optional<double> speed_flops{};  ///< absolute, flop/s
  std::optional<double> speed_factor{};
  std::shared_ptr<const Profile> speed_profile{};
};

/// Where a run takes place: a SimGrid platform file, the network model, a scenario's changes, and who works where.
struct PlatformSettings {
  std::string file;
  NetworkSettings network;
  std::vector<LinkChange> changes;
  int workers = 1;
  std::vector<std::string> hosts;  ///< one name per worker; empty: the first hosts of the file, in its order
  std::vector<HostChange> host_changes{};
};

/// What a platform offers the workers, after the scenario's changes, but for its profiles.
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
    double bandwidth_Bps = 0.0;  ///< of the slowest link
  };

  std::vector<std::pair<std::string, double>> hosts;  ///< of the workers, by rank: name and flop/s
  std::vector<std::string> zones;                     ///< the innermost one of each of these hosts
  int hosts_in_file = 0;
  double latency_factor = 1.0;    ///< by which the network model changes all latencies below
  double bandwidth_factor = 1.0;  ///< and all bandwidths
  std::vector<Link> links;        ///< by name
  std::vector<Route> routes;      ///< between `pairs`, in their order
};

/// Loads the platform in a child process and looks at it. `pairs` are the workers that must be able to talk. Throws
/// UsageError "FILE: ..." if the file is missing, malformed, has too few hosts, lacks a named host or the route of a
/// pair, or a change matches nothing.
[[nodiscard]] PlatformReport inspect_platform(const PlatformSettings& settings,
                                              const std::vector<std::pair<int, int>>& pairs);

}  // namespace lowband
