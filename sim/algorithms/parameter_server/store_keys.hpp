// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/parameter_server/shards.hpp"

namespace lowband {

/// A key of a store that is cut into shards: a tensor, or what one shard has of it.
struct StoreKey {
  CoordinateRange range{};  ///< of the whole vector; not empty
  int shard = 0;
};

/// All keys of a vector of these tensors, ascending.
[[nodiscard]] std::vector<StoreKey> store_keys(const Layout& layout, const Shards& shards);

}  // namespace lowband
