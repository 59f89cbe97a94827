// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/base/place.hpp"
#include "sim/platforms/site_graph.hpp"

namespace lowband {

/// The value of the key "workers" of the site at `place`. Throws UsageError.
[[nodiscard]] int read_site_workers(const Json& value, const Place& place);

/// How many of `workers` work at each site: what the sites state, which must then add up to `workers` (`place` names
/// what does not); otherwise they are spread evenly, and the first sites get one more where it does not come out.
[[nodiscard]] std::vector<int> workers_per_site(const std::vector<SiteGraph::Site>& sites, int workers,
                                                const Place& place);

}  // namespace lowband
