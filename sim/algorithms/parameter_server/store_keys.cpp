// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/store_keys.hpp"

namespace lowband {

std::vector<StoreKey> store_keys(const Layout& layout, const Shards& shards) {
  std::vector<StoreKey> keys;
  CoordinateRange tensor;
  int shard = 0;
  for (const auto& each : layout) {
    tensor = {tensor.end(), each.size()};
    while (true) {
      const CoordinateRange part = tensor.within(shards.range(shard));
      if (part.size > 0) keys.push_back({part, shard});
      if (shards.range(shard).end() >= tensor.end()) break;  // the next tensor may begin there, too
      ++shard;
    }
  }
  return keys;
}

}  // namespace lowband
