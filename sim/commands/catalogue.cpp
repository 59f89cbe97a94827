// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <vector>

#include "models/layers/sequential.hpp"
#include "sim/algorithms/periodic/gossip/consensus_search.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/commands/shelves.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "sim/platforms/site_graph_keys.hpp"
#include "sim/theory/bound.hpp"

namespace lowband {

namespace {

void print_platform_files() {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("platforms", ignored)) {
    if (entry.path().extension() == ".xml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) fmt::print("  {}\n", file);
  if (files.empty()) fmt::print("  (no files in platforms/; any SimGrid XML file will do)\n");
}

void print_items(const Shelf& shelf) {
  std::size_t width = 0;
  for (const auto& item : shelf.items) width = std::max(width, item.name.size());
  for (const auto& item : shelf.items) fmt::print("  {:<{}}  {}\n", item.name, width, item.help);
}

bool is_section(const Parameter& parameter) { return static_cast<bool>(parameter.keys); }

std::string shown(const Json& standard) {
  if (standard.is_null()) return "none";
  return standard.is_object() && standard.contains("name") ? standard["name"].dump() : standard.dump();
}

void print_parameter(const std::string& name, const std::string& type, const std::string& need,
                     const std::string& help) {
  fmt::print("  {}: {}; {}\n      {}\n", name, type, need, help);
}

void print_choices(const std::vector<Choice>& choices) {
  for (const auto& choice : choices) fmt::print("      {}: {}\n", choice.name, choice.help);
}

void print_parameters(const Parameters& parameters) {
  if (parameters.list().empty()) fmt::print("no parameters\n");
  for (const auto& parameter : parameters.list()) {
    const std::string unit = parameter.unit.empty() ? "" : fmt::format(" [{}]", parameter.unit);
    const std::string standard =
        is_section(parameter) ? "see below" : fmt::format("default {}", shown(parameter.value()));
    print_parameter(parameter.name, parameter.type + unit, parameter.required ? "required" : standard, parameter.help);
    print_choices(parameter.choices);
  }
}

/// The keys of the objects among `parameters`, and of the objects inside, each under a title.
void print_sections(const std::string& prefix, const Parameters& parameters) {
  for (const auto& parameter : parameters.list()) {
    if (!is_section(parameter)) continue;
    const Parameters keys = parameter.keys();
    fmt::print("{}{}:\n", prefix, parameter.name);
    print_parameters(keys);
    print_sections(fmt::format("{}{}, ", prefix, parameter.name), keys);
  }
}

void print_experiment() {
  Experiment experiment;
  Parameters parameters;
  experiment.parameters(parameters);
  fmt::print("experiment: an experiment file; every algorithm runs in every scenario, once per seed\n");
  print_parameters(parameters);
  print_sections("", parameters);
}

void print_facts(const Compressor& codec) {
  const auto facts = codec.facts();
  fmt::print("class: {}\nerror: {}\nbits per coordinate: {}\n", text(facts.error_class), facts.error, facts.bits);
}

void print_facts(const Metric& metric) {
  fmt::print("better: {}\nof: {}\na target: {}\n", text(metric.facts().better), owners_text(metric),
             metric.facts().is_of_learning ? fmt::format("--target {}=NUMBER", metric.name()) : "no");
}

void print_facts(const Bound& bound) {
  fmt::print("(1/N) sum_t E||grad f(xbar_t)||^2 <= {}\n", bound.formula());
  fmt::print("assumes:\n");
  for (const auto& assumption : bound.assumptions()) fmt::print("  {}\n", assumption);
  fmt::print("standing: {}\n", bound.standing());
}

void print_links(const PlatformGenerator& platform) {
  fmt::print("links, by the pattern that a scenario takes:\n");
  for (const auto& [pattern, meaning] : platform.link_names()) fmt::print("  {}: {}\n", pattern, meaning);
}

void print_graph_keys(const std::string& list, const std::vector<GraphKey>& keys) {
  fmt::print("{}:\n", list);
  for (const auto& key : keys) {
    print_parameter(fmt::format("{}", fmt::join(key.names, " or ")), key.type,
                    key.required ? "required" : "may be absent", key.help);
  }
}

void print_site_graph() {
  fmt::print(
      "site-graph: sites and the lines between them, for \"lowband platform wan --graph\": GML, GraphML (.graphml), "
      "JSON "
      "(.json) with the lists \"nodes\" and \"edges\" or \"links\", SNDlib's XML (.xml) or its native text\n"
      "Names may be in lower or upper case; all other keys are ignored.\n");
  print_graph_keys("nodes", NodeKeys().all());
  print_graph_keys("edges", EdgeKeys().all());
}

void print_item(const Item& item) {
  fmt::print("{} ({}): {}\n", item.name, item.kind, item.help);
  if (!item.source.empty()) fmt::print("source: {}\n", item.source);
  const auto component = item.make();
  const auto* codec = dynamic_cast<const Compressor*>(component.get());
  if (codec != nullptr) print_facts(*codec);
  if (const auto* metric = dynamic_cast<const Metric*>(component.get())) {
    print_facts(*metric);
    return;
  }
  if (const auto* bound = dynamic_cast<const Bound*>(component.get())) {
    print_facts(*bound);
    return;
  }
  Parameters parameters;
  component->parameters(parameters);
  print_parameters(parameters);
  if (const auto* platform = dynamic_cast<const PlatformGenerator*>(component.get())) print_links(*platform);
  if (codec == nullptr) return;
  Compression compression;
  Parameters settings;
  compression.settings(settings);
  fmt::print("beside these, for every codec:\n");
  print_parameters(settings);
}

/// One of the values that a parameter can have, and which components have that parameter.
struct Value {
  Choice choice;
  std::string parameter;
  std::vector<std::string> owners;
};

/// Adds the values of all `parameters` that have a few only, which are those of `owner`.
void collect(const Parameters& parameters, const std::string& owner, std::vector<Value>& values) {
  for (const auto& parameter : parameters.list()) {
    if (parameter.keys) collect(parameter.keys(), fmt::format("\"{}\"", parameter.name), values);
    for (const auto& choice : parameter.choices) {
      const auto is_it = [&](const Value& value) {
        return value.choice.name == choice.name && value.choice.help == choice.help &&
               value.parameter == parameter.name;
      };
      const auto known = std::find_if(values.begin(), values.end(), is_it);
      if (known == values.end()) {
        values.push_back({choice, parameter.name, {owner}});
      } else {
        known->owners.push_back(owner);
      }
    }
  }
}

/// Every value of every parameter that has a few only.
std::vector<Value> all_values() {
  std::vector<Value> values;
  Experiment experiment;
  Parameters of_experiment;
  experiment.parameters(of_experiment);
  collect(of_experiment, "an experiment", values);
  for (const auto& shelf : shelves()) {
    for (const auto& item : shelf.items) {
      const auto component = item.make();
      Parameters parameters;
      component->parameters(parameters);
      collect(parameters, item.name, values);
    }
  }
  Compression compression;
  Parameters of_compression;
  compression.settings(of_compression);
  collect(of_compression, "every codec", values);
  return values;
}

/// What a method of gossip has for a parameter of its own.
void print_consensus_step(const std::string& method) {
  const auto& methods = gossip_methods();
  const auto found =
      std::find_if(methods.begin(), methods.end(), [&](const auto& each) { return each.name == method; });
  if (found == methods.end() || !found->has_consensus_step) return;
  fmt::print("consensus_step: above 0 up to 1; default \"auto\": {}\n", consensus_step_rule());
}

void print_value(const Value& value) {
  fmt::print("{} (\"{}\" of {}): {}\n", value.choice.name, value.parameter, fmt::join(value.owners, ", "),
             value.choice.help);
  if (!value.choice.source.empty()) fmt::print("source: {}\n", value.choice.source);
  if (value.parameter == "method") print_consensus_step(value.choice.name);
}

}  // namespace

const std::vector<std::string>& catalogue_kinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> titles;
    for (const auto& shelf : listed_shelves()) titles.push_back(shelf.title);
    return titles;
  }();
  return kinds;
}

int list_command(const std::string& kind) {
  const auto& kinds = catalogue_kinds();
  if (!kind.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw UsageError(fmt::format("list: no kind \"{}\"{}", kind, did_you_mean(kind, kinds)));
  }
  for (const auto& shelf : listed_shelves()) {
    if (!kind.empty() && kind != shelf.title) continue;
    fmt::print("{}\n", shelf.title);
    print_items(shelf);
    if (shelf.title == "platforms") print_platform_files();
  }
  return 0;
}

int describe_command(const std::string& name) {
  std::vector<std::string> names;
  bool found = false;
  const auto if_wanted = [&](const std::string& known, const auto& print) {
    names.push_back(known);
    if (known != name) return;
    if (found) fmt::print("\n");
    found = true;
    print();
  };
  if_wanted("experiment", print_experiment);
  if_wanted("site-graph", print_site_graph);
  for (const auto& shelf : shelves()) {
    for (const auto& item : shelf.items) if_wanted(item.name, [&] { print_item(item); });
  }
  for (const auto& value : all_values()) if_wanted(value.choice.name, [&] { print_value(value); });
  for (const auto& item : shelf_of_bounds().items) if_wanted(item.name, [&] { print_item(item); });
  if (!found) throw UsageError(fmt::format("describe: nothing is called \"{}\"{}", name, did_you_mean(name, names)));
  return 0;
}

int describe_bound_command(const std::string& name) {
  std::vector<std::string> names;
  bool is_first = true;
  for (const auto& item : shelf_of_bounds().items) {
    names.push_back(item.name);
    if (!name.empty() && item.name != name) continue;
    if (!is_first) fmt::print("\n");
    is_first = false;
    print_item(item);
  }
  if (is_first) fail_choice("describe bound", name, names);
  fmt::print(
      "\nN local steps of each of M workers, K between synchronisations, learning rate gamma; f = mean of f_i.\n");
  return 0;
}

int schema_command() {
  Experiment experiment;
  Parameters parameters;
  experiment.parameters(parameters);
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Lowband experiment"}};
  schema.update(parameters.schema());
  schema["properties"]["$schema"] = {{"type", "string"}};
  schema["$defs"]["layer"] = layer_schema();
  fmt::print("{}\n", schema.dump(2));
  return 0;
}

}  // namespace lowband
