#include "sim/algorithms/gossip/gossip.hpp"

#include <fmt/format.h>

#include "sim/algorithms/gossip/d_psgd.hpp"
#include "sim/algorithms/gossip/difference.hpp"
#include "sim/algorithms/gossip/naive.hpp"
#include "sim/algorithms/gossip/plain.hpp"

namespace lowband {

Gossip::Gossip() : topology_(read_named(topologies(), "ring", Place("default"))) {}

void Gossip::parameters(Parameters& parameters) {
  Algorithm::parameters(parameters);
  state_component(parameters, "topology", topology_, topologies(), "who talks to whom");
  parameters.choice("weights", weights_, MixingMatrix::weight_names(), "weights of the mixing matrix");
  parameters.choice("method", method_, {"auto", "plain", "d-psgd", "naive", "difference"},
                    "what is exchanged and when it is mixed; auto: plain without compression, difference with");
}

void Gossip::check(const Place& place) {
  if (method_ == "auto") method_ = compressed() ? "difference" : "plain";
  if (compressed() && (method_ == "plain" || method_ == "d-psgd")) {
    (place / "method")
        .fail(fmt::format("\"{}\" sends full precision, but the compression is \"{}\": use \"{}\"", method_,
                          compression().name(), method_ == "plain" ? "naive" : "difference"));
  }
  if (compression().codec().matrix_rank() > 0) {
    (place / "compression")
        .fail(fmt::format("the codec \"{}\" averages over all workers: use it with \"all-reduce\"",
                          compression().name()));
  }
  if (compression().codec().reads_receiver() && method_ != "naive") {
    (place / "method")
        .fail(fmt::format("a \"{}\" code is read with the receiver's own model, which \"{}\" has not to offer: use "
                          "\"naive\"",
                          compression().name(), method_));
  }
}

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
  const MixingRow row(*matrix_, rank);
  if (method_ == "plain") return std::make_unique<PlainGossip>(row);
  if (method_ == "d-psgd") return std::make_unique<DPsgd>(row, initial);
  if (method_ == "naive") return std::make_unique<NaiveGossip>(row, model_codec(layout));
  return std::make_unique<DifferenceGossip>(row, model_codec(layout), initial);
}

}  // namespace lowband
