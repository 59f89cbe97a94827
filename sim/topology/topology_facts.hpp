// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/topology/digraph.hpp"
#include "sim/topology/mixing_matrix.hpp"

namespace lowband {

/// What gossip along the graph by a matrix of this spectrum amounts to: "edges", "min_degree", "max_degree",
/// "spectral_gap", "rho", "mu", and "alpha_limit" (Spectrum); without the latter four where it is not known.
[[nodiscard]] Json topology_facts(const Graph& graph, const std::optional<Spectrum>& spectrum);

/// The same of a graph in two sides, the second of which is told: "sides", how many workers are on each, in place of
/// what a matrix would tell.
[[nodiscard]] Json topology_facts(const Graph& graph, const std::vector<bool>& is_second);

/// The same of directed graphs by turns: "graphs", how many, and "arcs", "min_out_degree", "max_out_degree" over all of
/// them.
[[nodiscard]] Json topology_facts(const DigraphSchedule& schedule);

/// Whether `facts` hold either.
[[nodiscard]] bool is_topology(const Json& facts);
/// Either for people, a line without an end.
[[nodiscard]] std::string topology_text(const Json& facts);

}  // namespace lowband
