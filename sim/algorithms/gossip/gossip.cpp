#include "sim/algorithms/gossip/gossip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sim/algorithms/gossip/consensus_search.hpp"
#include "sim/algorithms/gossip/gossip_method.hpp"
#include "sim/topology/topology_facts.hpp"

namespace lowband {

namespace {

constexpr auto automatic = "auto";

}  // namespace

Gossip::Gossip() : topology_(read_named(topologies(), "ring", Place("default"))) {}

void Gossip::parameters(Parameters& parameters) {
  Algorithm::parameters(parameters);
  state_component(parameters, "topology", topology_, topologies(), "who talks to whom");
  weights_.state(parameters, "weights");
  parameters.no_effect_if([this]() -> std::string {
    if (method_ == automatic || !method().pushes) return "";
    return fmt::format("\"{}\" has no mixing matrix: each worker sends as much to every receiver as it keeps", method_);
  });
  std::vector<Choice> methods = {{automatic,
                                  "plain without compression, choco with one (moniqua with a codec that is read "
                                  "with the receiver's model), sgp on a directed topology"}};
  for (const auto& method : gossip_methods()) methods.push_back({method.name, method.help, method.source});
  parameters.choice("method", method_, std::move(methods), "what is exchanged and when it is mixed");
  state_consensus_step(parameters);
  parameters.no_effect_if([this]() -> std::string {
    if (method_ == automatic || method().has_consensus_step) return "";
    return fmt::format("\"{}\" has no step towards the neighbours", method_);
  });
}

void Gossip::state_consensus_step(Parameters& parameters) {
  static constexpr Range range{.least = 0.0, .most = 1.0, .above = true};
  Parameters number;
  number.number("consensus_step", consensus_step_, range, "",
                "how far a worker goes towards its neighbours, for choco and deep-squeeze");
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
  if (method_ == automatic) {
    const char* const coded = compression().codec().reads_receiver() ? "moniqua" : "choco";
    method_ = topology_->is_directed() ? "sgp" : compressed() ? coded : "plain";
  }
  check_graph(place);
  check_codec(place);
}

void Gossip::check_graph(const Place& place) const {
  if (topology_->is_directed() && !method().pushes) {
    (place / "topology")
        .fail(fmt::format("the topology \"{}\" is directed, but \"{}\" needs answers: use \"method\": \"sgp\", or an "
                          "undirected topology such as \"exponential\"",
                          topology_.name, method_));
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
  if (method().errors != CodecErrors::left && !codec.contraction_factor(1)) {
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
  const bool wants_reader = method().codec == GossipMethod::Codec::with_receiver;
  if (codec.reads_receiver() != wants_reader) {
    (place / "method")
        .fail(fmt::format("a \"{}\" code is {}read with the receiver's own model: use {}", compression().name(),
                          wants_reader ? "not " : "", wants_reader ? "the codec \"modulo\"" : "\"moniqua\""));
  }
}

const GossipMethod& Gossip::method() const { return gossip_method(method_); }

bool Gossip::needs_unbiased_codec() const { return method().needs_unbiased; }

std::optional<double> Gossip::alpha(const Layout& layout) const {
  const Compressor& codec = compression().codec();
  if (compression().has_error_feedback()) return std::nullopt;
  if (layout.empty()) {
    const auto variance = codec.worst_relative_variance(std::nullopt);
    return variance ? std::optional(std::sqrt(*variance)) : std::nullopt;
  }
  double worst = 0.0;
  for (const std::size_t size : model_codec(layout).unit_sizes()) {
    const auto variance = codec.worst_relative_variance(size);
    if (!variance) return std::nullopt;
    worst = std::max(worst, *variance);
  }
  return std::sqrt(worst);
}

std::vector<std::string> Gossip::warnings(const Layout& layout) const {
  auto lines = Algorithm::warnings(layout);
  if (largest_consensus_step_ == 0.0) {
    lines.push_back(
        fmt::format("with the codec \"{}\" workers of this topology hardly come to agree by \"{}\", whatever the "
                    "consensus step: the run may diverge; finer codecs avoid that",
                    compression().name(), method_));
  } else if (largest_consensus_step_ && *consensus_step_ > *largest_consensus_step_) {
    lines.push_back(fmt::format(
        "\"consensus_step\" is {}, beyond {}, the largest with which \"{}\" brings workers of this topology to agree "
        "with the codec \"{}\": the run may diverge; \"auto\" takes that",
        *consensus_step_, *largest_consensus_step_, method_, compression().name()));
  }
  if (!method().has_alpha_limit || !compressed() || !matrix_ || matrix_->size() < 2) return lines;
  const auto worst = alpha(layout);
  const double limit = worst ? matrix_->spectrum().alpha_limit() : 0.0;
  if (!worst || *worst < limit) return lines;
  lines.push_back(fmt::format(
      "\"{}\" is known to converge on this topology if the codec's relative error alpha is below {:.2g}, but that of "
      "\"{}\" reaches {:.2g}: the run may diverge; \"choco\", finer codecs or a larger spectral gap avoid that",
      method_, limit, compression().name(), *worst));
  return lines;
}

void Gossip::prepare(int workers, const Place& place) {
  workers_ = workers;
  schedule_.clear();
  graph_.reset();
  matrix_.reset();
  topology_->check_size(workers, place / "topology");
  if (!topology_->needs_latencies()) build(place);
}

void Gossip::meet(const PlatformReport& platform, const Layout& /*exchanged*/, const Place& place) {
  if (!topology_->needs_latencies()) return;
  Latencies latencies;
  for (const auto& route : platform.routes) latencies[{route.from, route.to}] = route.latency_s;
  topology_->take_latencies(std::move(latencies));
  build(place);
}

void Gossip::build(const Place& place) {
  if (method().pushes) {
    schedule_ = topology_->schedule(workers_, place / "topology");
    return;
  }
  graph_ = topology_->graph(workers_, place / "topology");
  schedule_ = {Digraph(*graph_)};
  matrix_ = weights_.matrix(*graph_, place / "weights");
}

bool Gossip::has_to_settle() const { return method().has_consensus_step; }

void Gossip::settle(const Layout& exchanged, SettledNumbers& known, const Place& place) {
  if (!method().has_consensus_step) return;
  if (workers_ == 1) {  // who has no neighbours goes no step
    consensus_step_ = consensus_step_.value_or(1.0);
    return;
  }
  const double largest = largest_step(exchanged, known);
  if (largest == 0.0 && !consensus_step_) {
    (place / "method")
        .fail(fmt::format("with the codec \"{}\" the workers of \"{}\" hardly come to agree, not even with a consensus "
                          "step of 0.001: {}",
                          compression().name(), method_,
                          compression().has_error_feedback()
                              ? "leave out \"error_feedback\", which the method does not need"
                              : "use a finer codec, or give a \"consensus_step\""));
  }
  largest_consensus_step_ = largest;
  if (!consensus_step_) consensus_step_ = largest;
}

double Gossip::largest_step(const Layout& exchanged, SettledNumbers& known) {
  Parameters stated;
  parameters(stated);
  const Json all = stated.values();
  Json setting = {workers_};
  for (const auto* key : {"method", "topology", "weights", "compression"}) setting.push_back(all.at(key));
  for (const auto& tensor : exchanged) setting.push_back({tensor.shape, tensor.in_full_precision});
  const std::string key = setting.dump();
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  const bool is_cut = weights_.is_rule();  // a matrix that was given goes for the whole graph alone
  const Graph part = is_cut ? searched_part(*graph_) : *graph_;
  const MixingMatrix matrix = is_cut ? weights_.matrix(part, Place("part")) : *matrix_;
  return known[key] = largest_contracting_step(method(), compression(), matrix, exchanged).value_or(0.0);
}

std::vector<std::pair<int, int>> Gossip::pairs() const {
  std::set<std::pair<int, int>> pairs;
  if (schedule_.empty()) {  // the platform is still to tell who are neighbours
    for (int from = 0; from < workers_; ++from) {
      for (int to = 0; to < workers_; ++to) {
        if (from != to) pairs.emplace(from, to);
      }
    }
  }
  for (const Digraph& graph : schedule_) {
    for (int i = 0; i < graph.size(); ++i) {
      for (const int j : graph.receivers(i)) pairs.emplace(i, j);
    }
  }
  return {pairs.begin(), pairs.end()};
}

Json Gossip::facts() const {
  if (schedule_.empty()) return Json::object();  // not known yet
  Json facts = matrix_ ? topology_facts(*graph_, *matrix_) : topology_facts(schedule_);
  if (largest_consensus_step_) {
    facts["consensus_step"] = *consensus_step_;
    facts["largest_consensus_step"] = *largest_consensus_step_;
  }
  return facts;
}

std::unique_ptr<Synchroniser> Gossip::synchroniser(int rank, const FloatBuffer& initial, const Layout& layout) const {
  std::vector<PushRow> rows;
  if (method().pushes) {
    for (const Digraph& graph : schedule_) rows.emplace_back(graph, rank);
  }
  // A worker alone has nobody to send codes to.
  const GossipMethod& used = workers_ == 1 && compressed() ? gossip_method("plain") : method();
  return used.make({matrix_ ? MixingRow(*matrix_, rank) : MixingRow(), std::move(rows),
                    model_codec(layout, used.errors), initial,
                    used.has_consensus_step ? static_cast<float>(consensus_step_.value()) : 1.0F});
}

}  // namespace lowband
