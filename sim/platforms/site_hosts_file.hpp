// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// Workers of one kind at a site.
struct SiteHosts {
  std::string site;
  int workers = 1;
  double speed_flops = 0.0;    ///< of each, above 0
  double bandwidth_Bps = 0.0;  ///< of each one's link, in each direction, above 0
};

/// Reads who works where from a DataTable with the columns site and, if wanted, workers, speed and bandwidth. A column
/// or a cell that is not there stands for what `otherwise` has; a site may have several rows, for workers of several
/// kinds. Throws UsageError that names the file and the line, or the JSON pointer.
[[nodiscard]] std::vector<SiteHosts> read_site_hosts(const std::string& file, const SiteHosts& otherwise);

}  // namespace lowband
