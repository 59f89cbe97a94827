#include "sim/commands/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <vector>

#include "sim/algorithms/all_reduce/collective.hpp"
#include "sim/algorithms/gossip/consensus_search.hpp"
#include "sim/algorithms/gossip/gossip_method.hpp"
#include "sim/algorithms/outer/outer_optimizer.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/profiles/profile_source.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

namespace {

/// A component without its type: what `list` and `describe` tell of it.
struct Item {
  std::string name;
  std::string kind;
  std::string help;
  std::string source;
  std::function<std::unique_ptr<Component>()> make;
};

struct Shelf {
  std::string title;
  std::vector<Item> items;
};

template <class Kind>
Shelf shelf(std::string title, const Registry<Kind>& registry) {
  Shelf shelf{std::move(title), {}};
  for (const auto& entry : registry.entries()) {
    shelf.items.push_back({entry.name, registry.kind(), entry.help, entry.source, entry.make});
  }
  return shelf;
}

std::vector<Shelf> shelves() {
  return {shelf("algorithms", algorithms()),
          shelf("collectives", collectives()),
          shelf("periods", periods()),
          shelf("optimizers", optimizers()),
          shelf("schedules", schedules()),
          shelf("outer-optimizers", outer_optimizers()),
          shelf("codecs", compressors()),
          shelf("topologies", topologies()),
          shelf("models", models()),
          shelf("datasets", datasets()),
          shelf("partitions", partitions()),
          shelf("profiles", profile_sources()),
          shelf("platforms", platform_generators())};
}

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

/// "integer from 1 to 16", from a JSON Schema.
std::string type_of(const Json& schema) {
  if (schema.contains("enum")) return fmt::format("one of {}", schema["enum"].dump());
  if (schema.contains("const")) return schema["const"].dump();
  if (schema.contains("anyOf")) {
    const Json& alternatives = schema["anyOf"];
    if (alternatives.front().value("type", "") == "object") return "object";
    return type_of(alternatives.front());
  }
  if (schema["type"].is_array())
    return fmt::format("{}", fmt::join(schema["type"].get<std::vector<std::string>>(), " or "));
  const bool above = schema.contains("exclusiveMinimum");
  const Range range{.least = schema.value(above ? "exclusiveMinimum" : "minimum", Range().least),
                    .most = schema.value("maximum", Range().most),
                    .above = above};
  const std::string limits = range.text();
  return fmt::format("{}{}{}", schema["type"].get<std::string>(), limits.empty() ? "" : " ", limits);
}

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

/// The schema of an object, or of a list of objects, tells their keys. The objects inside follow.
void print_keys(const std::string& title, const Json& schema) {
  const Json& object = schema.contains("items") ? schema["items"] : schema;
  if (!object.contains("properties")) return;
  fmt::print("{}:\n", title);
  const Json& required = object["required"];
  for (const auto& [key, property] : object["properties"].items()) {
    const bool is_required = std::find(required.begin(), required.end(), key) != required.end();
    print_parameter(key, type_of(property),
                    is_required ? "required" : "default " + shown(property.value("default", Json())),
                    property["description"].get<std::string>());
  }
  for (const auto& [key, property] : object["properties"].items()) {
    print_keys(fmt::format("{}, {}", title, key), property);
  }
}

void print_experiment() {
  Experiment experiment;
  Parameters parameters;
  experiment.parameters(parameters);
  fmt::print("experiment: an experiment file; every algorithm runs in every scenario, once per seed\n");
  print_parameters(parameters);
  for (const auto& parameter : parameters.list()) {
    if (is_section(parameter)) {
      fmt::print("{}:\n", parameter.name);
      print_parameters(parameter.keys());
    } else {
      print_keys(parameter.name, parameter.schema);
    }
  }
}

const char* text(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::lossless:
      return "lossless";
    case ErrorClass::unbiased:
      return "unbiased";
    case ErrorClass::biased:
      return "biased";
  }
  return "";
}

void print_facts(const Compressor& codec) {
  const auto facts = codec.facts();
  fmt::print("class: {}\nerror: {}\nbits per coordinate: {}\n", text(facts.error_class), facts.error, facts.bits);
}

void print_item(const Item& item) {
  fmt::print("{} ({}): {}\n", item.name, item.kind, item.help);
  if (!item.source.empty()) fmt::print("source: {}\n", item.source);
  const auto component = item.make();
  const auto* codec = dynamic_cast<const Compressor*>(component.get());
  if (codec != nullptr) print_facts(*codec);
  Parameters parameters;
  component->parameters(parameters);
  print_parameters(parameters);
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
    for (const auto& shelf : shelves()) titles.push_back(shelf.title);
    return titles;
  }();
  return kinds;
}

int list_command(const std::string& kind) {
  const auto& kinds = catalogue_kinds();
  if (!kind.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw UsageError(fmt::format("list: no kind \"{}\"{}", kind, did_you_mean(kind, kinds)));
  }
  for (const auto& shelf : shelves()) {
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
  for (const auto& shelf : shelves()) {
    for (const auto& item : shelf.items) if_wanted(item.name, [&] { print_item(item); });
  }
  for (const auto& value : all_values()) if_wanted(value.choice.name, [&] { print_value(value); });
  if (!found) throw UsageError(fmt::format("describe: nothing is called \"{}\"{}", name, did_you_mean(name, names)));
  return 0;
}

int schema_command() {
  Experiment experiment;
  Parameters parameters;
  experiment.parameters(parameters);
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Lowband experiment"}};
  schema.update(parameters.schema());
  schema["properties"]["$schema"] = {{"type", "string"}};
  fmt::print("{}\n", schema.dump(2));
  return 0;
}

}  // namespace lowband
