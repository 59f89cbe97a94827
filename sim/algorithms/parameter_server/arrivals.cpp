// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/arrivals.hpp"

#include <utility>

namespace lowband {

std::vector<Arrival> next_arrivals(Worker& worker, Tag tag) {
  std::vector<Arrival> arrivals;
  auto [client, change] = worker.receive_any(tag);
  arrivals.push_back({client, std::move(change)});
  while (auto more = worker.receive_any_until(tag, worker.now())) {
    arrivals.push_back({more->first, std::move(more->second)});
  }
  return arrivals;
}

}  // namespace lowband
