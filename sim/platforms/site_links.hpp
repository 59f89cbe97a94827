// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/platforms/xml.hpp"

namespace lowband {

/// A file lists a route for every pair of sites, and SimGrid loads them all: what keeps that to seconds.
inline constexpr int most_sites = 500;

/// A full-duplex link.
[[nodiscard]] XmlElement duplex_link(const std::string& id, const std::string& bandwidth, const std::string& latency);

/// The switch of a site that is a cluster called `site`; every route to and from it begins there.
[[nodiscard]] std::string switch_of(const std::string& site);

/// A full-duplex link as a route crosses it: upwards (as it was defined) or downwards.
struct Crossing {
  std::string link;
  bool up = true;
};

/// The route from one site to another, and the same way back.
[[nodiscard]] XmlElement site_route(const std::string& from, const std::string& to,
                                    const std::vector<Crossing>& crossings);

}  // namespace lowband
