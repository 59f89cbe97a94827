// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/two_tier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/integers.hpp"
#include "sim/platforms/quantity_parameters.hpp"
#include "sim/platforms/site_links.hpp"

namespace lowband {

void TwoTierPlatform::own_parameters(Parameters& parameters) {
  parameters.integer("sites", sites_, {1, most_sites}, "site",
                     "at most one per worker; unless given, about as many as workers in each");
  declare_bandwidth(parameters, "uplink-bandwidth", uplink_bandwidth_,
                    "of the uplink that the workers of a site share, in each direction");
  declare_latency(parameters, "uplink-latency", uplink_latency_, "of every uplink");
}

GeneratedPlatform TwoTierPlatform::platform(const Place& place) const {
  const int sites = sites_ ? *sites_ : std::min(root_up(workers(), 2), most_sites);
  if (sites > workers()) {
    (place / "sites").expected(fmt::format("at most one site per worker, {}", workers()), sites);
  }
  const auto name = [](int index) { return fmt::format("site-{}", index); };
  const auto uplink = [&](int index) { return name(index) + "_uplink"; };
  XmlElement zone("zone", {{"id", "two-tier"}, {"routing", "Full"}});
  int first = 0;
  for (int i = 0; i < sites; ++i) {
    const int count = even_share(workers(), sites, i);
    zone.add(site(name(i), first, count));
    first += count;
  }
  for (int i = 0; i < sites; ++i) zone.add(duplex_link(uplink(i), uplink_bandwidth_, uplink_latency_));
  for (int i = 0; i < sites; ++i) {
    for (int j = i + 1; j < sites; ++j) {
      zone.add(site_route(name(i), name(j), {{.link = uplink(i), .up = true}, {.link = uplink(j), .up = false}}));
    }
  }
  return {fmt::format("Two-tier: {} with a {} each, in {} site{} whose full-duplex uplinks of {} and {} "
                      "their workers share.",
                      workers_text(), link_text(), sites, sites == 1 ? "" : "s", uplink_bandwidth_, uplink_latency_),
          std::move(zone)};
}

std::vector<LinkNames> TwoTierPlatform::link_names() const {
  std::vector<LinkNames> names = worker_link_names("site-*");
  names.push_back({"site-*_uplink_UP", "from a site to the core"});
  names.push_back({"site-*_uplink_DOWN", "from the core to a site"});
  return names;
}

}  // namespace lowband
