// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/asynchronous_gossip.hpp"

#include <set>

#include "sim/topology/topology_facts.hpp"

namespace lowband {

std::vector<std::pair<int, int>> AsynchronousGossip::pairs() const {
  return schedule_.empty() ? all_arcs(workers_) : arcs(schedule_);
}

Json AsynchronousGossip::facts() const {
  if (schedule_.empty()) return Json::object();
  Json facts = graph_ ? topology_facts(*graph_, sides_.is_second) : topology_facts(schedule_);
  facts.update(step_.facts());
  return facts;
}

std::unique_ptr<Node> AsynchronousGossip::node(int rank) const {
  return gossip_.method().make_node(node_setting(rank));
}

std::vector<ClosedForm> AsynchronousGossip::closed_forms(const Layout& exchanged) const {
  std::vector<ClosedForm> forms;
  for (int rank = 0; rank < workers_; ++rank) {
    forms.push_back(gossip_.method().closed_form_of_node(node_setting(rank), rank, exchanged));
  }
  return forms;
}

GossipMethod::NodeSetting AsynchronousGossip::node_setting(int rank) const {
  std::set<int> receivers;
  for (const Digraph& graph : schedule_) receivers.insert(graph.receivers(rank).begin(), graph.receivers(rank).end());
  return {.gossip = gossip_,
          .receivers = {receivers.begin(), receivers.end()},
          .is_on_second_side = graph_.has_value() && sides_.is_second[static_cast<std::size_t>(rank)],
          .consensus_step = static_cast<float>(step_.value.value_or(1.0)),
          .weight = weights_.of(rank)};
}

}  // namespace lowband
