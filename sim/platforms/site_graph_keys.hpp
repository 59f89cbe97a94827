// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// A key of a node or an edge of a graph of sites. All else that stands there is passed over.
struct GraphKey {
  std::vector<std::string> names;  ///< the first that is there counts, in small or large letters
  std::string type;                ///< "number", ..., with its range, for people
  std::string help;                ///< one line
  bool required = false;
};

/// The keys that read_site_graph() knows.
struct NodeKeys {
  GraphKey id{{"id"}, "number or text", "what edges call it; no other node has it", true};
  GraphKey label{{"label", "name"}, "text", "of the site, from which its links have their names; else the id"};
  GraphKey workers{{"workers"}, "integer at least 0", "how many work there; stated in all nodes or in none"};
  GraphKey latitude{{"latitude", "lat"}, "number from -90 to 90", "degrees, north is positive"};
  GraphKey longitude{{"longitude", "lon"}, "number from -180 to 180", "degrees, east is positive"};
  GraphKey position{{"pos"}, "[longitude, latitude]", "in place of both"};

  [[nodiscard]] std::vector<GraphKey> all() const { return {id, label, workers, latitude, longitude, position}; }
};
struct EdgeKeys {
  GraphKey source{{"source"}, "number or text", "the id of a node, or a label that is there once", true};
  GraphKey target{{"target"}, "number or text", "likewise", true};
  GraphKey distance{{"distance", "dist"},
                    "number at least 0",
                    "km; else the great circle between its nodes, or what --line-latency stands for"};
  GraphKey capacity{{"capacity", "LinkSpeedRaw"}, "number above 0", "bit/s; else --line-bandwidth"};

  [[nodiscard]] std::vector<GraphKey> all() const { return {source, target, distance, capacity}; }
};

/// The value of `key` among `fields`, and the name that it has there; end if it is absent.
[[nodiscard]] Json::const_iterator find(const Json& fields, const GraphKey& key);

}  // namespace lowband
