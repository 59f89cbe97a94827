#include "sim/commands/describe_topology.hpp"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

int describe_topology_command(const DescribeTopologyOptions& options) {
  const Place place = Place::options_of("describe " + options.name, "--set ");
  const auto topology = topologies().read(topology_json(options, place), place);
  if (topology->needs_latencies()) {
    place.fail(
        "the neighbours depend on a platform, which is missing here: \"lowband validate\" shows them for an "
        "experiment");
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
