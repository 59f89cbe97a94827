// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/composed/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/compression/sparse/random_k.hpp"
#include "sim/compression/sparse/top_k.hpp"

namespace lowband {

namespace {

/// A codec that cannot be a part, and why.
struct Unfit {
  std::string_view name;
  std::string_view reason;
};

constexpr auto no_sparsifiers = std::to_array<Unfit>({
    {"threshold", "sends a sign and no value of what it keeps, so nothing is left to quantize: use it by itself"},
    {"adaptive-threshold",
     "sends two means and no value of what it keeps, so nothing is left to quantize: use it by "
     "itself"},
    {"composed", "has a sparsifier of its own: name that one"},
});

constexpr auto no_quantizers = std::to_array<Unfit>({
    {"none", "leaves values as they are: use the sparsifier by itself"},
    {"modulo", "is read with the receiver's own vector, which keeps other coordinates"},
    {"top-k", "chooses coordinates, which the sparsifier has done: name what codes their values"},
    {"random-k", "chooses coordinates, which the sparsifier has done: name what codes their values"},
    {"threshold", "chooses coordinates, which the sparsifier has done: name what codes their values"},
    {"adaptive-threshold", "chooses coordinates, which the sparsifier has done: name what codes their values"},
    {"low-rank", "is of matrices, and the values that are kept are none"},
    {"composed", "has a quantizer of its own: name that one"},
});

/// The codec that `json` names, or "".
std::string name_in(const Json& json) {
  const Json& name = json.is_object() && json.contains("name") ? json.at("name") : json;
  return name.is_string() ? name.get<std::string>() : "";
}

/// Throws UsageError if `json` names one of `unfit`.
void refuse(std::span<const Unfit> unfit, const Json& json, const Place& place) {
  const std::string name = name_in(json);
  const auto found = std::find_if(unfit.begin(), unfit.end(), [&](const Unfit& each) { return each.name == name; });
  if (found != unfit.end()) place.fail(fmt::format("\"{}\" {}", name, found->reason));
}

/// Declares a nested component, before whose reading `check` looks at its JSON.
template <class Kind, class Check>
void declare_checked(Parameters& parameters, std::string name, Named<Kind>& variable, const Registry<Kind>& registry,
                     std::string help, Check check) {
  Parameters declared;
  declare_component(declared, std::move(name), variable, registry, std::move(help));
  Parameter parameter = declared.list().front();
  parameter.read = [check, read = std::move(parameter.read)](const Json& json, const Place& place) {
    check(json, place);
    read(json, place);
  };
  parameters.add(std::move(parameter));
}

}  // namespace

const Registry<Sparsifier>& sparsifiers() {
  static const Registry<Sparsifier> registry = [] {
    std::vector<Registry<Sparsifier>::Entry> entries;
    for (const auto& entry : compressors().entries()) {
      if (entry.name == "top-k") entries.push_back({entry.name, entry.help, entry.source, std::make_unique<TopK>});
      if (entry.name == "random-k")
        entries.push_back({entry.name, entry.help, entry.source, std::make_unique<RandomK>});
    }
    return Registry<Sparsifier>("sparsifier", "name", std::move(entries));
  }();
  return registry;
}

const Registry<Compressor>& quantizers() {
  static const Registry<Compressor> registry = [] {
    std::vector<Registry<Compressor>::Entry> entries;
    for (const auto& entry : compressors().entries()) {
      const bool is_unfit = std::any_of(no_quantizers.begin(), no_quantizers.end(),
                                        [&](const Unfit& unfit) { return unfit.name == entry.name; });
      if (!is_unfit) entries.push_back(entry);
    }
    return Registry<Compressor>("quantizer", "name", std::move(entries));
  }();
  return registry;
}

void declare_parts(Parameters& parameters, Named<Sparsifier>& sparsifier, Named<Compressor>& quantizer) {
  declare_checked(parameters, "sparsify", sparsifier, sparsifiers(), "which coordinates are kept",
                  [](const Json& json, const Place& place) {
                    refuse(no_sparsifiers, json, place);
                    const std::string name = name_in(json);
                    if (sparsifiers().find(name) == nullptr && compressors().find(name) != nullptr) {
                      place.fail(fmt::format("\"{}\" keeps all coordinates: use top-k or random-k", name));
                    }
                  });
  declare_checked(parameters, "quantize", quantizer, quantizers(), "how their values are coded",
                  [](const Json& json, const Place& place) { refuse(no_quantizers, json, place); });
}

}  // namespace lowband
