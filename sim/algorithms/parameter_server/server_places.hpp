// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/parameters.hpp"
#include "sim/world/node_place.hpp"

namespace lowband {

/// `server_hosts` of an algorithm: where its servers are, of which there are as many as `shards`.
class ServerPlaces {
 public:
  void declare(Parameters& parameters);
  /// Throws UsageError at `place`, that of the key, unless there is a host for each shard, as far as that is known
  /// before the platform is; so many workers have one.
  void check(int shards, const Place& place) const;
  void check_workers(int shards, int workers, const Place& place) const;

  /// By shard.
  [[nodiscard]] std::vector<NodePlace> of(int shards) const;

 private:
  std::string kind_ = "own";        ///< or "shared"; "" where they have names
  std::vector<std::string> hosts_;  ///< the names
};

}  // namespace lowband
