// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/torus.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "sim/base/integers.hpp"

namespace lowband {

void TorusPlatform::own_parameters(Parameters& parameters) {
  parameters.integers("dimensions", dimensions_, {1},
                      "sides whose product is the number of workers, such as 4,4; unless given, the two nearest to a "
                      "square");
}

GeneratedPlatform TorusPlatform::platform(const Place& place) const {
  std::vector<int> sides = dimensions_;
  if (sides.empty()) {
    const int side = largest_divisor_to_root(workers());
    sides = {workers() / side, side};
  }
  if (product(sides) != workers()) {
    (place / "dimensions").expected(fmt::format("sides whose product is the number of workers, {}", workers()), sides);
  }
  const std::string shape = fmt::format("{}", fmt::join(sides, " x "));
  std::erase(sides,
             1);  // along such a side there is nowhere to go, but SimGrid would make links from hosts to themselves
  if (sides.empty()) sides = {1};
  XmlElement torus = cluster("torus", 0, workers());
  torus.attribute("topology", "TORUS").attribute("topo_parameters", fmt::format("{}", fmt::join(sides, ",")));
  return {fmt::format("Torus, {}: {} with a {} between neighbours, crossed hop by hop.", fmt::join(sides, " x "),
                      workers_text(), link_text()),
          std::move(torus)};
}

std::vector<LinkNames> TorusPlatform::link_names() const {
  return {{"torus_link_from_*_to_*_UP", "from the worker named first to the one named second"},
          {"torus_link_from_*_to_*_DOWN", "back from it"}};
}

}  // namespace lowband
