// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/gossip.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sim/algorithms/asynchronous/asynchronous_gossip.hpp"
#include "sim/algorithms/periodic/counts_steps.hpp"
#include "sim/algorithms/periodic/gossip/consensus_search.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/algorithms/periodic/gossip/prepared_gossip.hpp"
#include "sim/topology/bipartition.hpp"

namespace lowband {

namespace {

constexpr auto automatic = "auto";

[[noreturn]] void refuse_codec(const Gossip& gossip, const Place& place) {
  (place / "method")
      .fail(fmt::format("with the codec \"{}\" the workers of \"{}\" hardly come to agree, not even with a consensus "
                        "step of 0.001: {}",
                        gossip.compression().name(), gossip.method().name,
                        gossip.compression().has_error_feedback()
                            ? "leave out \"error_feedback\", which the method does not need"
                            : "use a finer codec, or give a \"consensus_step\""));
}

[[noreturn]] void refuse_odd_cycle(const std::string& method, const std::vector<int>& cycle, const Place& topology) {
  constexpr std::size_t most_named = 9;
  const std::vector<int> named(cycle.begin(),
                               cycle.begin() + static_cast<std::ptrdiff_t>(std::min(cycle.size(), most_named)));
  topology.fail(fmt::format(
      "\"{}\" needs a graph with two sides, in which no worker has a neighbour on its own side, but here workers {}{} "
      "are a cycle of {}, an odd number: use \"bipartite\", \"hypercube\" or \"tree\", or a \"ring\" of an even "
      "number of workers",
      method, fmt::join(named, ", "), named.size() < cycle.size() ? ", ..." : "", cycle.size()));
}

}  // namespace

Gossip::Gossip() : topology_(read_named(topologies(), "ring", Place("default"))) {}

void Gossip::parameters(Parameters& parameters) {
  PeriodicAlgorithm::parameters(parameters);
  declare_component(parameters, "topology", topology_, topologies(), "the graph of who exchanges with whom");
  weights_.declare(parameters, "weights");
  parameters.no_effect_if([this]() -> std::string {
    if (method_ == automatic) return "";
    if (method().has_two_sides) return fmt::format("\"{}\" has no mixing matrix: two workers average", method_);
    if (!method().pushes) return "";
    return fmt::format("\"{}\" has no mixing matrix: each worker sends as much to every receiver as it keeps", method_);
  });
  std::vector<Choice> methods = {{automatic,
                                  "plain without compression, choco with one (moniqua with a codec that is read "
                                  "with the receiver's model), sgp on a directed topology"}};
  for (const auto& method : gossip_methods()) methods.push_back({method.name, method.help, method.source});
  parameters.choice("method", method_, std::move(methods), "what is exchanged and when it is mixed");
  declare_consensus_step(parameters);
  parameters.no_effect_if([this]() -> std::string {
    if (method_ == automatic || has_consensus_step()) return "";
    return fmt::format("\"{}\" has no step towards the neighbours{}", method_,
                       method().has_consensus_step ? " but in codes of differences" : "");
  });
  parameters.choice("exchange", exchange_,
                    {{"serial", "after its local steps, waiting for the answer"},
                     {"overlapped", "again and again, during its local steps"}},
                    "when an active worker of ad-psgd exchanges");
  parameters.no_effect_if([this]() -> std::string {
    if (method_ == automatic || method().has_two_sides) return "";
    return fmt::format("\"{}\" does not exchange in pairs", method_);
  });
}

void Gossip::declare_consensus_step(Parameters& parameters) {
  static constexpr Range range{.least = 0.0, .most = 1.0, .above = true};
  Parameters number;
  number.number("consensus_step", consensus_step_, range, "",
                "how far a worker goes towards its neighbours, for choco, deep-squeeze, and ad-psgd in codes of "
                "differences");
  Parameter parameter = number.list().front();
  const Json as_number = {{"type", "number"}, {"exclusiveMinimum", range.least}, {"maximum", range.most}};
  parameter.schema = {{"anyOf", {as_number, {{"const", "auto"}}}}};
  parameter.type = "auto, or a number " + range.text();
  parameter.choices = {{"auto", consensus_step_rule()}};
  parameter.read = [this, read = parameter.read](const Json& json, const Place& place) {
    if (json == "auto") {
      consensus_step_.reset();
    } else if (json.is_number()) {
      read(json, place);
    } else {
      place.expected("\"auto\", or a number " + range.text(), json);
    }
  };
  parameter.value = [this] { return consensus_step_ ? Json(*consensus_step_) : Json("auto"); };
  parameters.add(std::move(parameter));
}

void Gossip::check(const Place& place) {
  PeriodicAlgorithm::check(place);
  if (method_ == automatic) {
    const char* const coded = compression().codec().reads_receiver() ? "moniqua" : "choco";
    method_ = topology_->is_directed() ? "sgp" : compressed() ? coded : "plain";
  }
  if (!method().has_rounds()) check_without_rounds(place);
  if (averages_by_samples()) check_by_samples(place);
  check_graph(place);
  check_codec(place);
  Parameters declared;
  parameters(declared);
  const Json all = declared.values();
  for (const auto* key : {"method", "topology", "weights", "compression"}) {
    if (all.contains(key)) searched_[key] = all.at(key);  // what has no effect is left out
  }
}

void Gossip::check_without_rounds(const Place& place) const {
  if (optimizer_state() != StateAtSynchronisation::kept) {
    (place / "optimizer_state")
        .fail(fmt::format("\"{}\" has no synchronisations, and exchanges models alone: expected \"local\"", method_));
  }
  if (exchanges_buffers()) {
    (place / "exchange_buffers")
        .fail(fmt::format("\"{}\" exchanges models alone, while steps go on that move the running statistics: expected "
                          "false",
                          method_));
  }
  if (compression().has_error_feedback()) {
    (place / "compression" / "error_feedback")
        .fail(fmt::format("\"{}\" has neighbours of whom each is told something else, so there is no error to feed "
                          "back to all of them: leave it out",
                          method_));
  }
}

void Gossip::check_by_samples(const Place& place) const {
  // A variance that falls from 1 to 0.1 comes to -0.8 if that counts twice, before others are mixed in.
  const auto refuse = [&](const char* key, const char* what, const char* expected) {
    (place / key)
        .fail(fmt::format(
            "with \"average\": \"samples\" changes of a worker count more than once, which may lead {} below "
            "zero: expected {}",
            what, expected));
  };
  if (exchanges_buffers()) refuse("exchange_buffers", "running variances", "false");
  if (optimizer_state() == StateAtSynchronisation::averaged) {
    refuse("optimizer_state", "running averages of squared gradients", "\"local\" or \"reset\"");
  }
}

void Gossip::check_graph(const Place& place) const {
  if (topology_->is_directed() && !method().pushes) {
    const bool pairs = method().has_two_sides;
    (place / "topology")
        .fail(fmt::format("the topology \"{}\" is directed, but \"{}\" needs answers: use \"method\": \"{}\", or an "
                          "undirected topology{} such as \"{}\"",
                          topology_.name, method_, pairs ? "async-push-sum" : "sgp", pairs ? " with two sides" : "",
                          pairs ? "bipartite" : "exponential"));
  }
}

void Gossip::check_codec(const Place& place) const {
  const Compressor& codec = compression().codec();
  if (compressed() && method().codec == GossipMethod::Codec::none) {
    const std::string& other = method().compressed;
    (place / "method")
        .fail(fmt::format("\"{}\" sends full precision, but the compression is \"{}\"{}", method_, compression().name(),
                          other.empty() ? "" : fmt::format(": use \"{}\"", other)));
  }
  if (method().errors == CodecErrors::remembered && compression().has_error_feedback()) {
    (place / "compression" / "error_feedback")
        .fail(fmt::format("has no effect: \"{}\" feeds the errors of its codes back in any case", method_));
  }
  const bool contracts = codec.reads_receiver() || compression().contracts();
  if (method().errors != CodecErrors::left && !contracts) {
    (place / "compression")
        .fail(fmt::format("errors of \"{}\" codes with so few levels may be larger than what is coded, and grow with "
                          "\"{}\": use more levels",
                          compression().name(), method_));
  }
  if (codec.matrix_rank() > 0) {
    (place / "compression")
        .fail(fmt::format("the codec \"{}\" averages over all workers: use it with \"all-reduce\"",
                          compression().name()));
  }
  if (method().codec == GossipMethod::Codec::either) return;
  const bool wants_reader = method().codec == GossipMethod::Codec::with_receiver;
  if (codec.reads_receiver() != wants_reader) {
    (place / "method")
        .fail(fmt::format("a \"{}\" code is {}read with the receiver's own model: use {}", compression().name(),
                          wants_reader ? "not " : "", wants_reader ? "the codec \"modulo\"" : "\"moniqua\""));
  }
}

const GossipMethod& Gossip::method() const { return gossip_method(method_); }

std::string Gossip::rhythm() const {
  if (method().has_rounds()) return PeriodicAlgorithm::rhythm();
  if (overlaps_exchanges()) return "exchanges beside its steps, without rounds";
  return fmt::format("exchanges {}, without rounds", period().text());
}

bool Gossip::is_in_step() const { return method().has_rounds(); }

bool Gossip::needs_unbiased_codec() const { return method().needs_unbiased; }

std::string Gossip::why_not_by_time() const {
  if (method_ == automatic || method().has_rounds()) return PeriodicAlgorithm::why_not_by_time();
  return counts_steps(method_);
}

bool Gossip::has_consensus_step() const {
  const bool tells_differences = compressed() && !compression().codec().reads_receiver();
  return method().has_consensus_step && (method().has_rounds() || tells_differences);
}

bool Gossip::has_to_settle() const { return has_consensus_step(); }

ModelCodec Gossip::codec_for(const GossipMethod& used, const Layout& layout) const {
  // What is read with the receiver's vector is no code of a difference, and its errors are bounded.
  return model_codec(layout, compression().codec().reads_receiver() ? CodecErrors::left : used.errors);
}

std::optional<double> Gossip::alpha(const Layout& layout) const {
  const Compressor& codec = compression().codec();
  if (compression().has_error_feedback()) return std::nullopt;
  if (layout.empty()) {
    const auto variance = codec.worst_relative_variance(std::nullopt);
    return variance ? std::optional(std::sqrt(*variance)) : std::nullopt;
  }
  const auto worst = model_codec(layout).worst_relative_variance();
  return worst ? std::optional(std::sqrt(*worst)) : std::nullopt;
}

std::unique_ptr<const Method> Gossip::prepared(const Setting& setting, const Place& place) const {
  topology_->check_size(setting.workers, place / "topology");
  const bool is_unknown = topology_->needs_latencies() && setting.whereabouts == nullptr;
  if (is_unknown && !method().has_rounds()) return std::make_unique<AsynchronousGossip>(*this, setting.workers);
  if (is_unknown) return std::make_unique<PreparedGossip>(*this, setting.workers);
  const Latencies latencies = setting.whereabouts == nullptr ? Latencies() : setting.whereabouts->latencies;
  if (!method().has_rounds()) return prepared_without_rounds(setting, latencies, place);
  if (method().pushes) {
    return std::make_unique<PreparedGossip>(*this, setting.workers, weights(setting),
                                            topology_->schedule(setting.workers, place / "topology", latencies));
  }
  Graph graph = topology_->graph(setting.workers, place / "topology", latencies);
  MixingMatrix matrix = weights_.matrix(graph, place / "weights");
  const ConsensusStep step = step_on(graph, matrix, setting, place);
  return std::make_unique<PreparedGossip>(*this, weights(setting), std::move(graph), std::move(matrix), step);
}

std::unique_ptr<const Method> Gossip::prepared_without_rounds(const Setting& setting, const Latencies& latencies,
                                                              const Place& place) const {
  const Place at = place / "topology";
  if (!method().has_two_sides) {
    return std::make_unique<AsynchronousGossip>(*this, weights(setting),
                                                topology_->schedule(setting.workers, at, latencies));
  }
  Graph graph = topology_->graph(setting.workers, at, latencies);
  Bipartition sides = bipartition(graph);
  if (!sides.odd_cycle.empty()) refuse_odd_cycle(method_, sides.odd_cycle, at);
  const ConsensusStep step = step_on(graph, weights_.matrix(graph, place / "weights"), setting, place);
  return std::make_unique<AsynchronousGossip>(*this, weights(setting), std::move(graph), std::move(sides), step);
}

ConsensusStep Gossip::step_on(const Graph& graph, const MixingMatrix& matrix, const Setting& setting,
                              const Place& place) const {
  ConsensusStep step{consensus_step_, std::nullopt};
  if (has_consensus_step() && setting.known != nullptr && !setting.exchanged.empty()) {
    if (setting.workers > 1) {
      step.largest = largest_step(graph, matrix, setting);
      if (*step.largest == 0.0 && !step.value) refuse_codec(*this, place);
    }
    if (!step.value) step.value = step.largest.value_or(1.0);  // who has no neighbours goes no step
  }
  return step;
}

double Gossip::largest_step(const Graph& graph, const MixingMatrix& matrix, const Setting& setting) const {
  Json searched = {searched_, setting.workers};
  for (const auto& tensor : setting.exchanged) {
    searched.push_back({tensor.shape, tensor.in_full_precision});
    if (compression().has_rules()) searched.back().push_back(tensor.name);
  }
  const std::string key = searched.dump();
  const auto found = setting.known->find(key);
  if (found != setting.known->end()) return found->second;
  const bool is_cut = weights_.is_rule();  // a matrix that was given goes for the whole graph alone
  const Graph part = is_cut ? searched_part(graph) : graph;
  const MixingMatrix part_matrix = is_cut ? weights_.matrix(part, Place("part")) : matrix;
  const auto largest = largest_contracting_step(method(), compression(), part_matrix, setting.exchanged);
  return (*setting.known)[key] = largest.value_or(0.0);
}

}  // namespace lowband
