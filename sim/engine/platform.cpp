// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "sim/engine/connection_routes.hpp"
#include "sim/engine/platform_trial.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

namespace {

using OverTime = PlatformReport::OverTime;

/// JSON has no infinity.
double finite(double value) { return std::min(value, std::numeric_limits<double>::max()); }
double infinite(double value) {
  return value == std::numeric_limits<double>::max() ? std::numeric_limits<double>::infinity() : value;
}

void add_over_time(Json& list, const char* quantity, const std::string& name, const ChangedQuantity& changed) {
  if (!changed.profile && !changed.has_replaced_that) return;
  const auto profile = !changed.profile             ? OverTime::Profile::replaced
                       : changed.is_profile_of_file ? OverTime::Profile::of_file
                                                    : OverTime::Profile::of_scenario;
  const auto [least, most] = extremes(changed);
  list.push_back({quantity, name, least, most, profile});
}

Json over_time(const SimgridPlatform& platform) {
  Json list = Json::array();
  for (const auto* link : platform.links()) {
    add_over_time(list, "bandwidth", link->get_name(), platform.state(link).bandwidth);
    add_over_time(list, "latency", link->get_name(), platform.state(link).latency);
  }
  for (const auto* host : platform.hosts()) {
    add_over_time(list, "speed", host->get_name(), platform.state(host).speed);
  }
  return list;
}

Json routes(const SimgridPlatform& platform, const std::vector<std::pair<int, int>>& pairs, SharedNote& note) {
  const TcpSettings tcp = platform.network().tcp_in_force();
  const double window_bytes = platform.network().window_bytes();
  const ConnectionRoutes connections(platform);
  Json routes = Json::array();
  for (const auto& [from, to] : pairs) {
    note.write(fmt::format("no route from host \"{}\" (worker {}) to \"{}\" (worker {}), which must talk",
                           platform.hosts().at(static_cast<std::size_t>(from))->get_name(), from,
                           platform.hosts().at(static_cast<std::size_t>(to))->get_name(), to));
    double latency = 0.0;
    Json links = Json::array();
    double bandwidth = std::numeric_limits<double>::infinity();
    for (const auto* link : platform.route(from, to, &latency)) {
      if (link != platform.loopback()) links.push_back(link->get_name());
      bandwidth = std::min(bandwidth, platform.bandwidth_Bps(link));
    }
    const bool is_windowed = latency > 0.0 && !links.empty();
    const double windowed = is_windowed ? window_bytes / (2.0 * latency) : std::numeric_limits<double>::infinity();
    const RouteSpeed speed = platform.speed(from, to);
    const auto connection = connections.of(speed);
    const bool starts_slowly = tcp.initial_window && *tcp.initial_window * segment_bytes < window_bytes &&
                               CongestionWindow::matters(tcp, window_bytes, connection);
    routes.push_back({from, to, std::move(links), latency, finite(bandwidth), finite(windowed), connection.round_trip_s,
                      finite(connection.rate_Bps * connection.round_trip_s), starts_slowly, speed.forwarding_s});
  }
  return routes;
}

/// Those of SimGrid, and those of TCP.
std::map<std::string, std::string> all_settings(std::map<std::string, std::string> simgrid,
                                                const NetworkSettings& network) {
  simgrid.merge(network.statement_of_tcp());
  return simgrid;
}

std::string inspect_here(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs,
                         SharedNote& note) {
  note.write("SimGrid cannot use this platform");
  const SimgridPlatform platform(settings);
  Json report;
  report["hosts_in_file"] = platform.hosts_in_file();
  report["hosts"] = Json::array();
  report["zones"] = Json::array();
  report["links"] = Json::array();
  for (const auto* host : platform.hosts()) {
    report["hosts"].push_back({host->get_name(), platform.speed_flops(host)});
    report["zones"].push_back(host->get_englobing_zone()->get_name());
  }
  for (const auto* link : platform.links()) {
    const bool is_shared = link->get_sharing_policy() != simgrid::s4u::Link::SharingPolicy::FATPIPE;
    report["links"].push_back({link->get_name(), platform.bandwidth_Bps(link), platform.latency_s(link), is_shared});
  }
  report["settings"] = all_settings(platform.settings(), platform.network());
  report["warnings"] = platform.warnings();
  report["latency_factor"] = platform.factor("network/latency-factor");
  report["bandwidth_factor"] = platform.factor("network/bandwidth-factor");
  report["over_time"] = over_time(platform);
  report["routes"] = routes(platform, pairs, note);
  try_platform(platform, pairs, note);
  return report.dump();
}

PlatformReport read_report(const Json& json) {
  PlatformReport report;
  report.hosts_in_file = json["hosts_in_file"].get<int>();
  for (const auto& host : json["hosts"]) report.hosts.emplace_back(host[0].get<std::string>(), host[1].get<double>());
  report.zones = json["zones"].get<std::vector<std::string>>();
  for (const auto& link : json["links"]) {
    report.links.push_back(
        {link[0].get<std::string>(), link[1].get<double>(), link[2].get<double>(), link[3].get<bool>()});
  }
  for (const auto& route : json["routes"]) {
    report.routes.push_back({route[0].get<int>(), route[1].get<int>(), route[2].get<std::vector<std::string>>(),
                             route[3].get<double>(), infinite(route[4].get<double>()), infinite(route[5].get<double>()),
                             route[6].get<double>(), infinite(route[7].get<double>()), route[8].get<bool>(),
                             route[9].get<double>()});
  }
  report.settings = json["settings"].get<std::map<std::string, std::string>>();
  report.warnings = json["warnings"].get<std::vector<std::string>>();
  report.latency_factor = json["latency_factor"].get<double>();
  report.bandwidth_factor = json["bandwidth_factor"].get<double>();
  for (const auto& one : json["over_time"]) {
    report.over_time.push_back({one[0].get<std::string>(), one[1].get<std::string>(), one[2].get<double>(),
                                one[3].get<double>(), one[4].get<OverTime::Profile>()});
  }
  return report;
}

}  // namespace

PlatformInspection::PlatformInspection(PlatformSettings settings, const std::vector<std::pair<int, int>>& pairs)
    : settings_(std::move(settings)), child_([this, &pairs] { return inspect_here(settings_, pairs, note_); }) {}

PlatformReport PlatformInspection::report() {
  try {
    auto report = read_report(Json::parse(child_.result()));
    report.inspected = settings_;
    return report;
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    // Asked for what is not there, SimGrid may die without a word.
    throw UsageError(fmt::format("{}: {}: SimGrid {}", settings_.file, note_.read(), error.what()));
  }
}

PlatformReport inspect_platform(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  return PlatformInspection(settings, pairs).report();
}

SettingsReport inspect_settings(const PlatformSettings& settings) {
  const PlatformXml xml(settings.file);
  if (xml.settings().empty() && xml.ignored_settings().empty()) {
    return {all_settings(settings.network.configuration(), settings.network), {}};
  }
  auto report = inspect_platform(settings, {});
  return {std::move(report.settings), std::move(report.warnings)};
}

}  // namespace lowband
