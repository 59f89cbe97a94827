// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/dumbbell.hpp"

#include <fmt/format.h>

#include "sim/base/integers.hpp"
#include "sim/platforms/quantity_parameters.hpp"
#include "sim/platforms/site_links.hpp"

namespace lowband {

void DumbbellPlatform::own_parameters(Parameters& parameters) {
  declare_bandwidth(parameters, "backbone-bandwidth", backbone_bandwidth_,
                    "of the line between the halves, in each direction");
  declare_latency(parameters, "backbone-latency", backbone_latency_, "of the line between the halves");
}

GeneratedPlatform DumbbellPlatform::platform(const Place& /*place*/) const {
  const int west = divided_up(workers(), 2);
  XmlElement zone("zone", {{"id", "dumbbell"}, {"routing", "Full"}});
  zone.add(site("west", 0, west));
  if (west < workers()) {  // a single worker leaves the east empty, which SimGrid does not allow
    zone.add(site("east", west, workers() - west));
    zone.add(duplex_link("backbone", backbone_bandwidth_, backbone_latency_));
    zone.add(site_route("west", "east", {{"backbone"}}));
  }
  return {fmt::format("Dumbbell: {} with a {} each, {} in the west and {} in the east, joined by a full-duplex line of "
                      "{} and {} that all traffic between the halves shares.",
                      workers_text(), link_text(), west, workers() - west, backbone_bandwidth_, backbone_latency_),
          std::move(zone)};
}

std::vector<LinkNames> DumbbellPlatform::link_names() const {
  std::vector<LinkNames> names = worker_link_names("[we][ea]st");
  names.push_back({"backbone_UP", "from the west to the east"});
  names.push_back({"backbone_DOWN", "from the east to the west"});
  return names;
}

}  // namespace lowband
