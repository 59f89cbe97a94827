// SPDX-License-Identifier: Apache-2.0
#include "sim/report/shown_network.hpp"

#include <cmath>

namespace lowband {

ShownNetwork network_shown(const ResultsFolder& results, const std::string& scenario) {
  ShownNetwork network;
  for (const RunRecord& run : results.runs) {
    if (run.summary.scenario != scenario) continue;
    for (const LinkRow& link : run.links) {  // fmin and fmax pass over NaN
      network.bandwidth_Bps = std::fmin(network.bandwidth_Bps, link.bandwidth_Bps);
      network.latency_s = std::fmax(network.latency_s, link.latency_s);
    }
  }
  return network;
}

}  // namespace lowband
