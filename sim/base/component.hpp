// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// Something an experiment names and sets: a codec, an algorithm, a topology, a model, a data set. The object holds
/// its own parameters; what it was before reading are the defaults.
class Component {
 public:
  Component() = default;
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;
  Component(Component&&) = delete;
  Component& operator=(Component&&) = delete;
  virtual ~Component() = default;

  /// Declares every parameter, bound to this object.
  virtual void parameters(Parameters& parameters) = 0;
  /// Called when all parameters are read: rejects combinations that do not go together. Throws UsageError.
  virtual void check(const Place& /*place*/) {}
};

/// All components of one kind: adding one is one line in the function that returns this.
template <class Kind>
class Registry {
 public:
  struct Entry {
    std::string name;
    std::string help;    ///< one line
    std::string source;  ///< paper and section, or ""
    std::function<std::unique_ptr<Kind>()> make;
  };

  /// `kind` is the word for one of them ("codec"), `key` the JSON key that holds its name.
  Registry(std::string kind, std::string key, std::vector<Entry> entries)
      : kind_(std::move(kind)), key_(std::move(key)), entries_(std::move(entries)) {}

  [[nodiscard]] const std::string& kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& key() const noexcept { return key_; }
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

  [[nodiscard]] const Entry* find(std::string_view name) const {
    for (const auto& entry : entries_) {
      if (entry.name == name) return &entry;
    }
    return nullptr;
  }

  /// A component from its JSON: {"name": NAME, parameters...}, or just "NAME" for all defaults. `more`: parameters
  /// that stand among the component's own, whose effect the caller checks. Throws UsageError.
  [[nodiscard]] std::unique_ptr<Kind> read(const Json& json, const Place& place, const Parameters& more = {}) const {
    const bool only_name = json.is_string();
    if (!only_name && !json.is_object()) place.expected(with_article(kind_) + " (its name, or an object)", json);
    if (!only_name && !json.contains(key_))
      place.fail(fmt::format("the key \"{}\" is missing: which {}?", key_, kind_));
    const Json& name = only_name ? json : json.at(key_);
    const Place name_place = only_name ? place : place / key_;
    std::vector<std::string> names;
    for (const auto& entry : entries_) names.push_back(entry.name);
    const Entry* entry = name.is_string() ? find(name.template get_ref<const std::string&>()) : nullptr;
    if (entry == nullptr) {
      const std::string wanted = name.is_string() ? name.template get<std::string>() : "";
      name_place.expected("the name of " + with_article(kind_), name, did_you_mean(wanted, names));
    }
    auto component = entry->make();
    const Json& object = only_name ? Json::object() : json;
    Parameters own;
    component->parameters(own);
    Parameters all = own;
    for (const auto& parameter : more.list()) all.add(parameter);
    all.read(object, place, {key_});
    component->check(place);
    own.check_effect(object, place);
    return component;
  }

  /// The names that may stand alone: those of components that need no parameter.
  [[nodiscard]] std::vector<std::string> sufficient_names() const {
    std::vector<std::string> names;
    for (const auto& entry : entries_) {
      Parameters parameters;
      const auto component = entry.make();
      component->parameters(parameters);
      const auto& list = parameters.list();
      const bool needs_one = std::any_of(list.begin(), list.end(), [](const auto& each) { return each.required; });
      if (!needs_one) names.push_back(entry.name);
    }
    return names;
  }

  /// JSON Schema: one alternative per component, each with `more` among its parameters.
  [[nodiscard]] Json schema(const Parameters& more = {}) const {
    Json alternatives = Json::array();
    for (const auto& entry : entries_) {
      Parameters parameters;
      auto component = entry.make();
      component->parameters(parameters);
      for (const auto& parameter : more.list()) parameters.add(parameter);
      Json schema = parameters.schema();
      Json properties = {{key_, {{"const", entry.name}, {"description", entry.help}}}};
      properties.update(schema["properties"]);
      schema["properties"] = std::move(properties);
      schema["required"].push_back(key_);
      alternatives.push_back(std::move(schema));
    }
    return {{"anyOf", std::move(alternatives)}};
  }

 private:
  std::string kind_;
  std::string key_;
  std::vector<Entry> entries_;
};

/// A component together with the name it was asked for by; it may be absent. Whoever may not change this may not change
/// the component.
template <class Kind>
class Named {
 public:
  std::string name;

  Named() = default;
  Named(std::string its_name, std::unique_ptr<Kind> component)
      : name(std::move(its_name)), component_(std::move(component)) {}

  explicit operator bool() const noexcept { return component_ != nullptr; }
  Kind* operator->() noexcept { return component_.get(); }
  const Kind* operator->() const noexcept { return component_.get(); }
  Kind& operator*() noexcept { return *component_; }
  const Kind& operator*() const noexcept { return *component_; }

 private:
  std::unique_ptr<Kind> component_;
};

/// Reads a component and keeps its name.
template <class Kind>
[[nodiscard]] Named<Kind> read_named(const Registry<Kind>& registry, const Json& json, const Place& place,
                                     const Parameters& more = {}) {
  auto component = registry.read(json, place, more);
  const Json& name = json.is_string() ? json : json.at(registry.key());
  return {name.get<std::string>(), std::move(component)};
}

/// What read_named() reads, with all defaults filled in.
template <class Kind>
[[nodiscard]] Json values(const Registry<Kind>& registry, Named<Kind>& named, const Parameters& more = {}) {
  Json json = {{registry.key(), named.name}};
  Parameters parameters;
  named->parameters(parameters);
  json.update(parameters.values());
  json.update(more.values());
  return json;
}

/// Declares a nested component, such as the topology of a gossip algorithm. `more` parameters stand among its own,
/// bound to variables that outlive `parameters`; `check` is called when all are read.
template <class Kind>
void declare_component(Parameters& parameters, std::string name, Named<Kind>& variable, const Registry<Kind>& registry,
                       std::string help, Parameters::Need need = Parameters::Need::optional,
                       const Parameters& more = {}, std::function<void(const Place&)> check = {}) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = with_article(registry.kind());
  parameter.help = std::move(help);
  parameter.required = need == Parameters::Need::required;
  parameter.schema = registry.schema(more);
  parameter.schema["anyOf"].push_back({{"enum", registry.sufficient_names()}});
  parameter.read = [&variable, &registry, more, check = std::move(check)](const Json& json, const Place& place) {
    variable = read_named(registry, json, place, more);
    if (check) check(place);
    if (json.is_object()) more.check_effect(json, place);
  };
  parameter.value = [&variable, &registry, more] {
    return variable ? values(registry, variable, more) : Json(nullptr);
  };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
