// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/describe_topology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/commands/option_value.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"
#include "sim/topology/topology_facts.hpp"

namespace lowband {

namespace {

/// The topology as an experiment would have it. What is wrong with a name is for Registry::read() to say.
Json topology_json(const DescribeTopologyOptions& options, const Place& place) {
  Json json = {{"name", options.name}};
  const auto& entries = topologies().entries();
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const auto& each) { return each.name == options.name; });
  if (entry == entries.end()) return json;
  const auto topology = entry->make();
  Parameters parameters;
  topology->parameters(parameters);
  for (const auto& setting : options.settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos) throw UsageError(fmt::format("--set: expected KEY=VALUE, found \"{}\"", setting));
    const std::string key = setting.substr(0, equals);
    const std::string text = setting.substr(equals + 1);
    const auto& list = parameters.list();
    const auto parameter = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == key; });
    json[key] = parameter == list.end() ? Json(text) : option_value(text, *parameter, place);
  }
  return json;
}

/// An edge or an arc, and of which turn it is where graphs take turns.
struct FactLine {
  int from;
  int to;
  std::optional<std::size_t> turn{};
};

std::vector<FactLine> lines_of(const Topology& topology, int workers, const Place& place) {
  std::vector<FactLine> lines;
  if (!topology.is_directed()) {
    for (const auto& [a, b] : topology.graph(workers, place).edges()) lines.push_back({a, b});
    return lines;
  }
  const DigraphSchedule schedule = topology.schedule(workers, place);
  for (std::size_t turn = 0; turn < schedule.size(); ++turn) {
    for (int from = 0; from < workers; ++from) {
      for (const int to : schedule[turn].receivers(from)) {
        lines.push_back({from, to, schedule.size() > 1 ? std::optional(turn) : std::nullopt});
      }
    }
  }
  return lines;
}

void print_edges(const std::vector<FactLine>& lines) {
  for (const auto& [from, to, turn] : lines) fmt::print("{} {}{}\n", from, to, turn ? fmt::format(" {}", *turn) : "");
}

void print_dot(const std::vector<FactLine>& lines, const DescribeTopologyOptions& options, bool is_directed) {
  fmt::print("{} \"{}\" {{\n", is_directed ? "digraph" : "graph", options.name);
  for (int worker = 0; worker < options.workers; ++worker) fmt::print("  {};\n", worker);
  for (const auto& [from, to, turn] : lines) {
    fmt::print("  {} {} {}{};\n", from, is_directed ? "->" : "--", to,
               turn ? fmt::format(" [label=\"{}\"]", *turn) : "");
  }
  fmt::print("}}\n");
}

}  // namespace

int describe_topology_command(const DescribeTopologyOptions& options) {
  const Place place = Place::options_of("describe " + options.name, "--set ");
  const auto topology = topologies().read(topology_json(options, place), place);
  if (topology->needs_latencies()) {
    place.fail(
        "the neighbours depend on a platform, which is missing here: \"lowband validate\" shows them for an "
        "experiment");
  }
  if (options.has_edges || options.has_dot) {
    const auto lines = lines_of(*topology, options.workers, place);
    options.has_dot ? print_dot(lines, options, topology->is_directed()) : print_edges(lines);
    return 0;
  }
  if (topology->is_directed()) {
    if (!options.weights.empty()) throw UsageError("--weights: directed topologies have no mixing matrix");
    fmt::print("{}, {} workers: {}\n", options.name, options.workers,
               topology_text(topology_facts(topology->schedule(options.workers, place))));
    return 0;
  }
  MixingWeights weights;
  if (!options.weights.empty()) {
    Parameters parameters;
    weights.declare(parameters, "weights");
    parameters.list().front().read(options.weights, Place::options_of("describe") / "weights");
  }
  const Graph graph = topology->graph(options.workers, place);
  std::optional<Spectrum> spectrum;
  if (options.workers <= most_workers_of_spectrum) spectrum = weights.matrix(graph, place).spectrum();
  fmt::print("{}, {} workers, {} weights: {}\n", options.name, options.workers,
             options.weights.empty() ? MixingWeights::standard : options.weights,
             topology_text(topology_facts(graph, spectrum)));
  return 0;
}

}  // namespace lowband
