// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/parameter_server/served.hpp"

#include <utility>

namespace lowband::test {

std::string server(const std::string& method, const std::string& more) {
  return R"({"name": "s", "paradigm": "parameter-server", "method": ")" + method + '"' + more + "}";
}

PlatformSettings star_with_server(int workers, double latency_s, int servers) {
  auto platform = star(workers + servers, 1e9, latency_s);
  platform.workers = workers;
  return platform;
}

ComputeSettings steps_of_seconds(std::vector<double> seconds) {
  ComputeSettings compute;
  compute.step_time_s = 1.0;
  compute.slowdown = std::move(seconds);
  return compute;
}

Json figures(const Json& all) {
  Json rows = all["metrics"];
  for (Json& row : rows) {
    row.erase(2);
    row.erase(1);
  }
  return rows;
}

double mean_staleness(const Json& histogram) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t staleness = 0; staleness < histogram.size(); ++staleness) {
    sum += static_cast<double>(staleness) * histogram[staleness].get<double>();
    count += histogram[staleness].get<double>();
  }
  return sum / count;
}

OwningProblem points_of_workers(const std::vector<std::vector<float>>& points) {
  std::vector<std::vector<std::uint32_t>> share;
  for (std::uint32_t worker = 0; worker < points.size(); ++worker) share.push_back({worker});
  return quadratic(points, share, 1);
}

}  // namespace lowband::test
