// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/topology_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace lowband {

namespace {

std::string range_text(const Json& least, const Json& most) {
  return least == most ? least.dump() : fmt::format("{} to {}", least.dump(), most.dump());
}

Json size_facts(const Graph& graph) {
  return {{"edges", graph.edges().size()}, {"min_degree", graph.min_degree()}, {"max_degree", graph.max_degree()}};
}

}  // namespace

Json topology_facts(const Graph& graph, const std::optional<Spectrum>& spectrum) {
  Json facts = size_facts(graph);
  if (!spectrum) return facts;
  facts["spectral_gap"] = spectrum->gap();
  facts["rho"] = spectrum->rho();
  facts["mu"] = spectrum->mu();
  facts["alpha_limit"] = spectrum->alpha_limit();
  return facts;
}

Json topology_facts(const Graph& graph, const std::vector<bool>& is_second) {
  Json facts = size_facts(graph);
  const auto on_second = std::count(is_second.begin(), is_second.end(), true);
  facts["sides"] = {graph.size() - on_second, on_second};
  return facts;
}

Json topology_facts(const DigraphSchedule& schedule) {
  std::size_t arcs = 0;
  int least = std::numeric_limits<int>::max();
  int most = 0;
  for (const Digraph& graph : schedule) {
    for (int worker = 0; worker < graph.size(); ++worker) {
      arcs += graph.receivers(worker).size();
      least = std::min(least, graph.out_degree(worker));
      most = std::max(most, graph.out_degree(worker));
    }
  }
  return {{"graphs", schedule.size()}, {"arcs", arcs}, {"min_out_degree", least}, {"max_out_degree", most}};
}

bool is_topology(const Json& facts) { return facts.contains("edges") || facts.contains("arcs"); }

std::string topology_text(const Json& facts) {
  if (facts.contains("graphs")) {
    const auto graphs = facts["graphs"].get<std::size_t>();
    return fmt::format("{} directed graph{}, {} arcs, out-degree {}", graphs, graphs == 1 ? "" : "s by turns",
                       facts["arcs"].dump(), range_text(facts["min_out_degree"], facts["max_out_degree"]));
  }
  if (facts.contains("sides")) {
    return fmt::format("{} edges, degree {}, two sides of {} and {} workers", facts["edges"].dump(),
                       range_text(facts["min_degree"], facts["max_degree"]), facts["sides"][0].dump(),
                       facts["sides"][1].dump());
  }
  if (!facts.contains("spectral_gap")) {
    return fmt::format("{} edges, degree {}, spectral gap not computed for more than {} workers", facts["edges"].dump(),
                       range_text(facts["min_degree"], facts["max_degree"]), most_workers_of_spectrum);
  }
  const auto number = [&](const char* key) { return facts[key].get<double>(); };
  return fmt::format("{} edges, degree {}, spectral gap {:.4g} (rho {:.4g}), mu {:.4g}, limit on alpha {:.2g}",
                     facts["edges"].dump(), range_text(facts["min_degree"], facts["max_degree"]),
                     number("spectral_gap"), number("rho"), number("mu"), number("alpha_limit"));
}

}  // namespace lowband
