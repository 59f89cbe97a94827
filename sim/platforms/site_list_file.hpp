// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/platforms/site_graph.hpp"

namespace lowband {

/// Reads sites with their coordinates in degrees, from CSV with the header name,latitude,longitude and, if wanted,
/// ,workers; or, where the file's name ends in .json, from a list of objects with these keys. Every site has a line to
/// every other, as long as the great circle between them. Throws UsageError that names the file and the line, or the
/// JSON pointer.
[[nodiscard]] SiteGraph read_site_list(const std::string& file);

}  // namespace lowband
