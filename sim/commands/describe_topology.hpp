// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// `lowband describe TOPOLOGY --workers M [--set KEY=VALUE]... [--weights NAME | --edges | --dot]`.
struct DescribeTopologyOptions {
  std::string name;
  int workers = 0;
  std::vector<std::string> settings;  ///< parameters of the topology, "KEY=VALUE" each
  std::string weights;                ///< a rule of MixingWeights; empty: the standard one
  bool has_edges = false;             ///< the edges in place of what they amount to
  bool has_dot = false;               ///< the same, for Graphviz
};

/// Prints what gossip over so many workers amounts to: edges, degree, spectral gap, rho, mu and the limit on alpha.
/// Or its edges, a line each: "0 1", of directed graphs by turns with the number of the turn: "0 1 2"; or the same in
/// the language of Graphviz. Throws UsageError.
int describe_topology_command(const DescribeTopologyOptions& options);

}  // namespace lowband
