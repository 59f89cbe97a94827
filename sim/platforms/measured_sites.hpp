// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/platforms/site_hosts_file.hpp"
#include "sim/platforms/site_matrix.hpp"

namespace lowband {

/// A site with those who work there, in the order in which they are numbered.
struct MeasuredSite {
  std::string name;
  std::vector<SiteHosts> hosts;  ///< at least one worker in all

  [[nodiscard]] int workers() const;
};

/// What all files tell of the same sites: those `wanted`, in that order, or, if there are none, all, in the order of
/// the hosts or else of the latencies. Without `hosts` every site has those of `otherwise`. Sites where nobody works
/// are left out. Throws UsageError that names the sites which a file lacks, or the pairs for which a matrix has no
/// value.
[[nodiscard]] std::vector<MeasuredSite> measured_sites(const SiteMatrix& latencies, const SiteMatrix& bandwidths,
                                                       const std::string& hosts_file,
                                                       const std::vector<SiteHosts>& hosts, const SiteHosts& otherwise,
                                                       const std::vector<std::string>& wanted);

}  // namespace lowband
