// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/compression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/base/name_pattern.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

/// A rule as it is read.
struct StatedRule {
  std::string match;
  Named<Compressor> codec = read_named(compressors(), "none", Place("default"));

  [[nodiscard]] Parameters keys() {
    Parameters keys;
    keys.text("match", match, "shell pattern of the names of tensors", Parameters::Need::required);
    // Its schema tells no keys of codecs: those of all codecs would stand in those of all codecs.
    Parameter parameter;
    parameter.name = "compression";
    parameter.type = "a codec";
    parameter.help = "their codec; none: full precision";
    parameter.required = true;
    parameter.schema = {{"type", {"string", "object"}}};
    parameter.read = [this](const Json& json, const Place& place) { codec = read_named(compressors(), json, place); };
    parameter.value = [this] { return lowband::values(compressors(), codec); };
    keys.add(std::move(parameter));
    return keys;
  }
};

}  // namespace

Compression::Compression() : codec_(read_named(compressors(), "none", Place("default"))) {}

Compression::~Compression() = default;

void Compression::declare(Parameters& parameters, std::string name, std::string help) {
  Parameters more;
  settings(more);
  declare_component(parameters, std::move(name), codec_, compressors(), std::move(help), Parameters::Need::optional,
                    more, [this](const Place& place) {
                      check(place);
                      codec_json_ = values(compressors(), codec_);
                    });
}

void Compression::settings(Parameters& parameters) {
  const auto without_codec = [this] { return is_none() ? "everything travels in full precision" : ""; };
  parameters.flag("error_feedback", error_feedback_,
                  "the sender remembers what a code left out, and adds it to what it sends next");
  parameters.no_effect_if(without_codec);
  parameters.choice("scope", scope_,
                    {{"auto",
                      "\"layer\" for scaled-sign and one-bit, also of kept values, which have one magnitude for all "
                      "coordinates, else \"model\""},
                     {"model", "to the whole parameter vector"},
                     {"layer", "to each parameter tensor by itself"}},
                    "what the codec is applied to");
  parameters.no_effect_if([this, without_codec]() -> std::string {
    const bool is_of_matrices = codec_->matrix_rank() > 0;
    return is_of_matrices ? fmt::format("\"{}\" takes every matrix by itself", codec_.name) : without_codec();
  });
  parameters.integer("skip_smaller_than", skip_smaller_than_, {.least = 0}, "element",
                     "parameter tensors with fewer elements travel in full precision, unless a rule matches them");
  parameters.no_effect_if(without_codec);
  declare_rules(parameters);
  parameters.no_effect_if(without_codec);
}

void Compression::declare_rules(Parameters& parameters) {
  Parameter parameter;
  parameter.name = "rules";
  parameter.type = "list of rules";
  parameter.help = "other codecs for tensors of some names; the first rule that matches counts";
  parameter.keys = [example = std::make_shared<StatedRule>()] { return example->keys(); };
  parameter.schema = {{"type", "array"}, {"items", parameter.keys().schema()}};
  parameter.read = [this](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of rules", json);
    std::vector<CodecRule> rules;
    for (std::size_t i = 0; i < json.size(); ++i) {
      StatedRule stated;
      stated.keys().read(json[i], place / i);
      CodecRule& rule = rules.emplace_back();
      rule.match = std::move(stated.match);
      rule.compression.codec_ = std::move(stated.codec);
      rule.compression.codec_json_ = lowband::values(compressors(), rule.compression.codec_);
    }
    rules_ = std::move(rules);
  };
  parameter.value = [this] {
    Json rules = Json::array();
    for (const auto& rule : rules_) {
      rules.push_back({{"match", rule.match}, {"compression", rule.compression.codec_json_}});
    }
    return rules;
  };
  parameters.add(std::move(parameter));
}

const Compression* Compression::of(const CodedTensor& tensor) const {
  if (tensor.in_full_precision) return nullptr;
  const auto counts = [&](const CodecRule& rule) { return matches(rule.match, tensor.name); };
  const auto rule = std::find_if(rules_.begin(), rules_.end(), counts);
  if (rule != rules_.end()) return rule->compression.is_none() ? nullptr : &rule->compression;
  return tensor.size < static_cast<std::size_t>(skip_smaller_than_) ? nullptr : this;
}

std::vector<const Compression*> Compression::all() const {
  std::vector<const Compression*> all = {this};
  for (const auto& rule : rules_) {
    if (!rule.compression.is_none()) all.push_back(&rule.compression);
  }
  return all;
}

void Compression::check_rules(std::span<const CodedTensor> tensors, const Place& place) const {
  std::vector<std::string> names;
  for (const auto& tensor : tensors) {
    if (!tensor.in_full_precision) names.push_back(tensor.name);
  }
  std::vector<bool> is_taken(names.size());
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const std::string& pattern = rules_[i].match;
    bool matches_any = false;
    bool counts = false;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (!matches(pattern, names[k])) continue;
      matches_any = true;
      counts = counts || !is_taken[k];
      is_taken[k] = true;
    }
    const Place at = place / "rules" / i / "match";
    if (!matches_any) {
      at.fail(fmt::format("no tensor matches {}; there are {}", in_quotes(pattern), fmt::join(names, ", ")));
    }
    if (!counts)
      at.fail(fmt::format("has no effect: earlier rules match all tensors that {} does", in_quotes(pattern)));
  }
}

bool Compression::has_known_sizes() const {
  return std::ranges::all_of(all(), [](const auto* each) { return each->codec().encoded_size(1).has_value(); });
}

bool Compression::contracts() const {
  return std::ranges::all_of(all(), [](const auto* each) { return each->codec().contraction_factor(1).has_value(); });
}

double Compression::code_bytes(std::size_t size, std::size_t most) const {
  if (const auto known = codec_->encoded_size(size)) return static_cast<double>(*known);
  return samples_->bytes(*codec_, size, most);
}

Compression Compression::shortened(double share) const {
  Compression copy;
  copy.codec_ = read_named(compressors(), codec_json_, Place("shortened"));
  copy.codec_->shorten(share);
  copy.error_feedback_ = error_feedback_;
  copy.scope_ = scope_;
  for (const auto& rule : rules_) copy.rules_.push_back({rule.match, rule.compression.shortened(share)});
  return copy;
}

void Compression::check(const Place& place) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    Compression& rule = rules_[i].compression;
    rule.scope_ = scope_;
    if (rule.is_none()) continue;
    // What is read with the receiver's vector, or averaged as a matrix, is another kind of message.
    for (const Compression* const alone :
         {static_cast<const Compression*>(this), static_cast<const Compression*>(&rule)}) {
      if (!alone->codec().reads_receiver() && alone->codec().matrix_rank() == 0) continue;
      (place / "rules" / i / "compression")
          .fail(fmt::format("\"{}\" goes with no other codec: expected \"none\"", alone->name()));
    }
  }
  if (!error_feedback_) return;
  if (codec_->reads_receiver()) {
    (place / "error_feedback")
        .fail(fmt::format("the sender cannot know what a receiver makes of a \"{}\" code: leave error_feedback out",
                          codec_.name));
  }
  for (const Compression* const each : all()) {
    if (each->codec().contraction_factor(1)) continue;
    (place / "error_feedback")
        .fail(fmt::format("errors of \"{}\" codes with so few levels may be larger than what is coded, and would grow "
                          "from message to message: use more levels, or leave error_feedback out",
                          each->name()));
  }
}

}  // namespace lowband
