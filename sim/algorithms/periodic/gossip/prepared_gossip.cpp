// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/prepared_gossip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/algorithms/periodic/gossip/weighted_progress.hpp"
#include "sim/algorithms/rehearsal.hpp"
#include "sim/topology/topology_facts.hpp"

namespace lowband {

std::vector<std::pair<int, int>> PreparedGossip::pairs() const {
  return schedule_.empty() ? all_arcs(workers()) : arcs(schedule_);
}

Json PreparedGossip::facts() const {
  if (schedule_.empty()) return Json::object();
  Json facts = matrix_ ? topology_facts(*graph_, spectrum()) : topology_facts(schedule_);
  facts.update(step_.facts());
  return facts;
}

Json PreparedGossip::settled() const { return step_.settled(); }

const std::optional<Spectrum>& PreparedGossip::spectrum() const {
  std::call_once(is_spectrum_known_, [this] {
    if (matrix_->size() <= most_workers_of_spectrum) spectrum_ = matrix_->spectrum();
  });
  return spectrum_;
}

std::vector<std::string> PreparedGossip::warnings(const Layout& exchanged, std::uint64_t /*iterations*/) const {
  std::vector<std::string> lines = step_.warnings(gossip_);
  if (!gossip_.method().has_alpha_limit || !gossip_.compressed() || !matrix_ || matrix_->size() < 2) return lines;
  const auto worst = gossip_.alpha(exchanged);
  if (!worst || !spectrum()) return lines;
  const double limit = spectrum()->alpha_limit();
  if (*worst < limit) return lines;
  lines.push_back(fmt::format(
      "\"{}\" is known to converge on this topology if the codec's relative error alpha is below {:.2g}, but that of "
      "\"{}\" reaches {:.2g}: the run may diverge; \"choco\", finer codecs or a larger spectral gap avoid that",
      gossip_.method().name, limit, gossip_.compression().name(), *worst));
  return lines;
}

std::unique_ptr<Synchroniser> PreparedGossip::synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const {
  std::vector<PushRow> rows;
  if (gossip_.method().pushes) {
    for (const Digraph& graph : schedule_) rows.emplace_back(graph, rank);
  }
  // A worker alone has nobody to send codes to.
  const GossipMethod& used = workers() == 1 && gossip_.compressed() ? gossip_method("plain") : gossip_.method();
  auto side =
      used.make({matrix_ ? MixingRow(*matrix_, rank) : MixingRow(), std::move(rows), gossip_.codec_for(used, layout),
                 initial, used.has_consensus_step ? static_cast<float>(step_.value.value()) : 1.0F});
  if (weight(rank) == 1.0F) return side;
  return std::make_unique<WeightedProgress>(std::move(side), weight(rank), size_of(layout), initial);
}

std::vector<ClosedForm> PreparedGossip::closed_forms(const Layout& exchanged) const {
  if (workers() == 1) return {ClosedForm::none("a worker alone exchanges nothing")};
  ClosedForm form{.equation = "l + g S / B", .turns = schedule_.size()};
  const auto takes_less = [this](int a, int b) {
    return schedule_.front().senders(a).size() < schedule_.front().senders(b).size();
  };
  std::vector<int> ranks(static_cast<std::size_t>(workers()));
  std::iota(ranks.begin(), ranks.end(), 0);
  const int busiest = *std::max_element(ranks.begin(), ranks.end(), takes_less);
  const auto exchange = synchroniser(busiest, {}, exchanged);
  for (const Digraph& graph : schedule_) {
    Rehearsal worker(busiest, workers());
    FloatBuffer model;
    exchange->synchronise(worker, model);
    form.phases.push_back({.pairs = arcs({graph}),
                           .size = worker.sent().empty() ? MessageSize() : worker.sent().front().size,
                           .sender_flops = worker.flops_until_sent(),
                           .receiver_flops = worker.flops() - worker.flops_until_sent()});
  }
  return {form};
}

}  // namespace lowband
