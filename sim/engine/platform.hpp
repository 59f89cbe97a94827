// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/forked.hpp"
#include "sim/engine/network_settings.hpp"
#include "sim/engine/profile.hpp"
#include "sim/engine/shared_note.hpp"
#include "sim/world/node_place.hpp"

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
  std::vector<NodePlace> others{};  ///< nodes that are no workers: the ranks from `workers` on
};

/// What a platform offers the workers, after the scenario's changes, but for its profiles.
struct PlatformReport {
  struct Link {
    std::string name;
    double bandwidth_Bps = 0.0;
    double latency_s = 0.0;
    bool is_shared = true;  ///< by the messages that cross it; else each has all of it (a fat pipe)
  };
  struct Route {
    int from = 0;
    int to = 0;
    std::vector<std::string> links;
    double latency_s = 0.0;
    double bandwidth_Bps = 0.0;  ///< of the slowest link; infinite where there is none (Vivaldi's coordinates)
    /// The window over the round trip: a message alone has no more. Infinite without a window.
    double windowed_Bps = std::numeric_limits<double>::infinity();
    double round_trip_s = 0.0;   ///< of a connection, with its frames
    double round_trip_B = 0.0;   ///< payload that the line has room for in that time; infinite where there is no link
    bool starts_slowly = false;  ///< a fresh connection may send less than that
    double forwarding_s = 0.0;   ///< of a byte: see RouteSpeed
  };
  /// A quantity that has a profile, or had one of the platform file.
  struct OverTime {
    enum class Profile { of_scenario, of_file, replaced };
    std::string quantity;  ///< "bandwidth", "latency", "speed"
    std::string name;      ///< of the link or host
    double least = 0.0;
    double most = 0.0;
    Profile profile = Profile::of_scenario;  ///< replaced: the scenario has a value in its place
  };

  PlatformSettings inspected;                         ///< what this is the report of
  std::vector<std::pair<std::string, double>> hosts;  ///< of the nodes, by rank: name and flop/s
  std::vector<std::string> zones;                     ///< the innermost one of each of these hosts
  int hosts_in_file = 0;
  std::map<std::string, std::string> settings;  ///< in force: SimGrid's, of network and platform file, and TCP's
  std::vector<std::string> warnings;            ///< what in the platform file has no effect, a sentence each
  double latency_factor = 1.0;                  ///< by which the network model changes all latencies below
  double bandwidth_factor = 1.0;                ///< and all bandwidths
  std::vector<Link> links;                      ///< by name
  std::vector<Route> routes;                    ///< between `pairs`, in their order
  std::vector<OverTime> over_time;
};

/// Loads the platform in a child process, looks at it, and tries what a run will do there (platform_trial.hpp). `pairs`
/// are the workers that must be able to talk. Throws UsageError "FILE: ..." if the file is missing, malformed, has too
/// few hosts, lacks a named host or the route of a pair, or a change matches nothing, and if what is tried fails: with
/// the host or link to blame.
[[nodiscard]] PlatformReport inspect_platform(const PlatformSettings& settings,
                                              const std::vector<std::pair<int, int>>& pairs);

/// The same, begun: several can go on at a time.
class PlatformInspection {
 public:
  PlatformInspection(PlatformSettings settings, const std::vector<std::pair<int, int>>& pairs);

  /// Waits for its end; once. Returns and throws what inspect_platform() does.
  [[nodiscard]] PlatformReport report();

 private:
  PlatformSettings settings_;
  SharedNote note_;
  Child child_;
};

/// `settings` and `warnings` of inspect_platform() alone. A platform file without settings is not loaded for that.
struct SettingsReport {
  std::map<std::string, std::string> settings;
  std::vector<std::string> warnings;
};
[[nodiscard]] SettingsReport inspect_settings(const PlatformSettings& settings);

}  // namespace lowband
