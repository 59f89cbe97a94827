// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_workers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "sim/base/integers.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

int read_site_workers(const Json& value, const Place& place) {
  int workers = 0;
  Parameters parameters;
  parameters.integer("workers", workers, {0}, "worker", "how many work there");
  parameters.read({{"workers", value}}, place);
  return workers;
}

std::vector<int> workers_per_site(const std::vector<SiteGraph::Site>& sites, int workers, const Place& place) {
  const auto stated = std::count_if(sites.begin(), sites.end(), [](const auto& site) { return site.workers; });
  const int count = static_cast<int>(sites.size());
  if (stated != 0 && stated != count) {
    place.fail(fmt::format("expected \"workers\" of all sites or of none, found it of {} of {}", stated, count));
  }
  std::vector<int> shares;
  std::int64_t sum = 0;
  for (int i = 0; i < count; ++i) {
    shares.push_back(sites[static_cast<std::size_t>(i)].workers.value_or(even_share(workers, count, i)));
    sum += shares.back();
  }
  if (sum != workers) {
    place.fail(fmt::format("expected sites whose workers add up to --workers {}, found {}", workers, sum));
  }
  return shares;
}

}  // namespace lowband
