#include "sim/algorithms/gossip/gossip.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/algorithms/gossip/gossip_method.hpp"

namespace lowband {

Gossip::Gossip() : topology_(read_named(topologies(), "ring", Place("default"))) {}

void Gossip::parameters(Parameters& parameters) {
  Algorithm::parameters(parameters);
  state_component(parameters, "topology", topology_, topologies(), "who talks to whom");
  parameters.choice("weights", weights_, MixingMatrix::weight_names(), "weights of the mixing matrix");
  std::vector<std::string> names = {"auto"};
  for (const auto& method : gossip_methods()) names.push_back(method.name);
  parameters.choice("method", method_, names,
                    "what is exchanged and when it is mixed; auto: plain without compression, difference with (moniqua "
                    "with a codec that is read with the receiver's model)");
  parameters.number("consensus_step", consensus_step_, {.least = 0.0, .most = 1.0, .above = true}, "",
                    "how far a worker goes towards its neighbours; for choco and deep-squeeze");
}

void Gossip::check(const Place& place) {
  const Compressor& codec = compression().codec();
  if (method_ == "auto") method_ = !compressed() ? "plain" : codec.reads_receiver() ? "moniqua" : "difference";
  if (compressed() && method().codec == GossipMethod::Codec::none) {
    (place / "method")
        .fail(fmt::format("\"{}\" sends full precision, but the compression is \"{}\": use \"{}\"", method_,
                          compression().name(), method().compressed));
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

const GossipMethod& Gossip::method() const {
  const auto& methods = gossip_methods();
  return *std::find_if(methods.begin(), methods.end(), [this](const auto& method) { return method.name == method_; });
}

bool Gossip::needs_unbiased_codec() const { return method().needs_unbiased; }

void Gossip::prepare(int workers, const Place& place) {
  graph_ = topology_->graph(workers, place / "topology");
  matrix_.emplace(*graph_, weights_);
}

std::vector<std::pair<int, int>> Gossip::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int i = 0; i < graph_->size(); ++i) {
    for (const int j : graph_->neighbours(i)) pairs.emplace_back(i, j);
  }
  return pairs;
}

Json Gossip::facts() const {
  return {{"edges", graph_->edges().size()},
          {"max_degree", graph_->max_degree()},
          {"spectral_gap", matrix_->spectral_gap()}};
}

std::unique_ptr<Synchroniser> Gossip::synchroniser(int rank, const FloatBuffer& initial, const Layout& layout) const {
  return method().make(
      {MixingRow(*matrix_, rank), model_codec(layout, method().has_own_memory), initial, consensus_step()});
}

}  // namespace lowband
