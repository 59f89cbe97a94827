#include "sim/engine/platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

namespace {

std::string inspect_here(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  const SimgridPlatform platform(settings);
  Json report;
  report["hosts_in_file"] = platform.hosts_in_file();
  report["hosts"] = Json::array();
  report["zones"] = Json::array();
  report["links"] = Json::array();
  report["routes"] = Json::array();
  for (const auto* host : platform.hosts()) {
    report["hosts"].push_back({host->get_name(), platform.speed_flops(host)});
    report["zones"].push_back(host->get_englobing_zone()->get_name());
  }
  for (const auto* link : platform.links()) {
    report["links"].push_back({link->get_name(), platform.bandwidth_Bps(link), platform.latency_s(link)});
  }
  for (const auto& [from, to] : pairs) {
    double latency = 0.0;
    Json links = Json::array();
    double bandwidth = std::numeric_limits<double>::max();  // JSON has no infinity
    for (const auto* link : platform.route(from, to, &latency)) {
      links.push_back(link->get_name());
      bandwidth = std::min(bandwidth, platform.bandwidth_Bps(link));
    }
    report["routes"].push_back({from, to, std::move(links), latency, bandwidth});
  }
  return report.dump();
}

PlatformReport read_report(const Json& json) {
  PlatformReport report;
  report.hosts_in_file = json["hosts_in_file"].get<int>();
  for (const auto& host : json["hosts"]) report.hosts.emplace_back(host[0].get<std::string>(), host[1].get<double>());
  report.zones = json["zones"].get<std::vector<std::string>>();
  for (const auto& link : json["links"]) {
    report.links.push_back({link[0].get<std::string>(), link[1].get<double>(), link[2].get<double>()});
  }
  for (const auto& route : json["routes"]) {
    report.routes.push_back({route[0].get<int>(), route[1].get<int>(), route[2].get<std::vector<std::string>>(),
                             route[3].get<double>(), route[4].get<double>()});
  }
  return report;
}

/// Throws std::runtime_error if SimGrid ends the child.
PlatformReport inspect_in_child(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  auto report = read_report(Json::parse(run_in_child([&] { return inspect_here(settings, pairs); })));
  const auto network = settings.network.configuration();
  report.latency_factor = std::stod(network.at("network/latency-factor"));
  report.bandwidth_factor = std::stod(network.at("network/bandwidth-factor"));
  return report;
}

/// Why SimGrid ends a child that looks at this, or nothing if it does not.
std::optional<std::string> death_of(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  try {
    static_cast<void>(inspect_in_child(settings, pairs));
    return std::nullopt;
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

/// What is wrong with a platform of which SimGrid died. Asked for a route that is not there, it may do so without a
/// word, so each pair is tried.
std::string diagnosis(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  if (const auto reason = death_of(settings, {})) return fmt::format("SimGrid cannot use this platform: {}", *reason);
  const auto hosts = inspect_in_child(settings, {}).hosts;
  for (const auto& pair : pairs) {
    if (const auto reason = death_of(settings, {pair})) {
      return fmt::format("no route from host \"{}\" (worker {}) to \"{}\" (worker {}), which must talk: SimGrid {}",
                         hosts.at(static_cast<std::size_t>(pair.first)).first, pair.first,
                         hosts.at(static_cast<std::size_t>(pair.second)).first, pair.second, *reason);
    }
  }
  return "SimGrid cannot find the routes of this platform";
}

}  // namespace

PlatformReport inspect_platform(const PlatformSettings& settings, const std::vector<std::pair<int, int>>& pairs) {
  try {
    return inspect_in_child(settings, pairs);
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error&) {
    throw UsageError(fmt::format("{}: {}", settings.file, diagnosis(settings, pairs)));
  }
}

}  // namespace lowband
