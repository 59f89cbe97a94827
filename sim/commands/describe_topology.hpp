#pragma once

#include <string>
#include <vector>

namespace lowband {

/// `lowband describe TOPOLOGY --workers M [--set KEY=VALUE]... [--weights NAME]`.
struct DescribeTopologyOptions {
  std::string name;
  int workers = 0;
  std::vector<std::string> settings;  ///< parameters of the topology, "KEY=VALUE" each
  std::string weights;                ///< a rule of MixingWeights; empty: the standard one
};

/// Prints what gossip over so many workers amounts to: edges, degree, spectral gap, rho, mu and the limit on alpha.
/// Throws UsageError.
int describe_topology_command(const DescribeTopologyOptions& options);

}  // namespace lowband
