// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_links.hpp"

namespace lowband {

XmlElement duplex_link(const std::string& id, const std::string& bandwidth, const std::string& latency) {
  return {"link", {{"id", id}, {"bandwidth", bandwidth}, {"latency", latency}, {"sharing_policy", "SPLITDUPLEX"}}};
}

std::string switch_of(const std::string& site) { return site + "-switch"; }

XmlElement site_route(const std::string& from, const std::string& to, const std::vector<Crossing>& crossings) {
  XmlElement route(
      "zoneRoute",
      {{"src", from}, {"dst", to}, {"gw_src", switch_of(from)}, {"gw_dst", switch_of(to)}, {"symmetrical", "YES"}});
  for (const auto& crossing : crossings) {
    route.add({"link_ctn", {{"id", crossing.link}, {"direction", crossing.up ? "UP" : "DOWN"}}});
  }
  return route;
}

}  // namespace lowband
