// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/private_lines.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// Beyond so many pairs nearly all share links, and finding their routes takes longer than it saves.
constexpr std::size_t most_pairs = 100'000;

/// The settings that a private line follows. Any other key may change how flows interact.
struct Factors {
  double latency = 1.0;
  double bandwidth = 1.0;
  double tcp_gamma = 0.0;
};

std::optional<double> factor_in(const std::string& text) {
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<Factors> factors_of(const std::map<std::string, std::string>& configuration) {
  static const std::set<std::string> understood = {
      "network/model",        "network/latency-factor", "network/bandwidth-factor",
      "network/crosstraffic", "network/weight-S",       "network/TCP-gamma"};
  for (const auto& [key, value] : configuration) {
    if (!understood.contains(key)) return std::nullopt;
  }
  if (configuration.size() < understood.size() || configuration.at("network/model") != "CM02" ||
      configuration.at("network/crosstraffic") != "0")
    return std::nullopt;
  const auto latency = factor_in(configuration.at("network/latency-factor"));
  const auto bandwidth = factor_in(configuration.at("network/bandwidth-factor"));
  const auto gamma = factor_in(configuration.at("network/TCP-gamma"));
  if (!latency || !bandwidth || !gamma) return std::nullopt;
  return Factors{*latency, *bandwidth, *gamma};
}

/// Links that vary over time are SimGrid's matter, and so are those that never make flows share.
bool can_be_private(const SimgridPlatform& platform, const sg::Link* link) {
  return link->get_sharing_policy() == sg::Link::SharingPolicy::SHARED && !platform.varies(link);
}

}  // namespace

std::map<std::pair<int, int>, LineSpeed> private_lines(const SimgridPlatform& platform,
                                                       const std::vector<std::pair<int, int>>& pairs) {
  std::map<std::pair<int, int>, LineSpeed> lines;
  const auto factors = factors_of(platform.settings());
  if (!factors || pairs.size() > most_pairs) return lines;
  struct Route {
    std::vector<sg::Link*> links;
    double latency_s = 0.0;
  };
  std::vector<Route> routes(pairs.size());
  std::unordered_map<const sg::Link*, int> users;  // looked up, never iterated
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    routes[i].links = platform.route(pairs[i].first, pairs[i].second, &routes[i].latency_s);
    for (const auto* link : routes[i].links) ++users[link];
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    LineSpeed speed;
    speed.latency_s = routes[i].latency_s;
    bool is_private = !routes[i].links.empty();  // between coordinates a message takes the latency alone
    for (const auto* link : routes[i].links) {
      is_private = is_private && users.at(link) == 1 && can_be_private(platform, link);
    }
    if (!is_private) continue;
    if (factors->tcp_gamma > 0.0 && speed.latency_s > 0.0) {  // the window over the round trip, as SimGrid has it
      speed.cap_Bps = factors->bandwidth * factors->tcp_gamma / (2.0 * speed.latency_s);
    }
    speed.latency_s *= factors->latency;
    const RouteSpeed route = platform.speed(routes[i].links);
    speed.forwarding_s = route.forwarding_s;
    speed.rate_Bps = route.bandwidth_Bps * factors->bandwidth;
    lines[pairs[i]] = speed;
  }
  return lines;
}

}  // namespace lowband
