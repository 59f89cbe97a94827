// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/platforms/site_graph.hpp"

namespace lowband {

/// A name per site that links and zones can be called after: the letters and digits of the site's own name, all else
/// between them as one '-'. Where another site has that name already, a number is appended.
[[nodiscard]] std::vector<std::string> site_identifiers(const std::vector<SiteGraph::Site>& sites);

}  // namespace lowband
