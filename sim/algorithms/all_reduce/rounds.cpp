#include "sim/algorithms/all_reduce/rounds.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "sim/engine/message.hpp"

namespace lowband {

std::vector<std::pair<int, int>> pairs_of(const Rounds& rounds) {
  std::set<std::pair<int, int>> pairs;
  for (const auto& round : rounds) {
    for (const auto& transfer : round.transfers) pairs.emplace(transfer.from, transfer.to);
  }
  return {pairs.begin(), pairs.end()};
}

double seconds_of(const Rounds& rounds, const PlatformReport& platform) {
  std::map<std::pair<int, int>, const PlatformReport::Route*> routes;
  for (const auto& route : platform.routes) routes[{route.from, route.to}] = &route;
  std::map<std::string, double> bandwidths;
  for (const auto& link : platform.links) bandwidths[link.name] = link.bandwidth_Bps * platform.bandwidth_factor;

  double total = 0.0;
  for (const auto& round : rounds) {
    std::map<std::string, double> busy_s;
    for (const auto& transfer : round.transfers) {
      const double bytes = transfer.bytes + static_cast<double>(message_header_bytes);
      for (const auto& link : routes.at({transfer.from, transfer.to})->links) {
        busy_s[link] += bytes / bandwidths.at(link);
      }
    }
    double slowest = 0.0;
    for (const auto& transfer : round.transfers) {
      const auto& route = *routes.at({transfer.from, transfer.to});
      double seconds = 0.0;
      for (const auto& link : route.links) seconds = std::max(seconds, busy_s.at(link));
      slowest = std::max(slowest, seconds + route.latency_s * platform.latency_factor);
    }
    total += round.repeats * slowest;
  }
  return total;
}

}  // namespace lowband
