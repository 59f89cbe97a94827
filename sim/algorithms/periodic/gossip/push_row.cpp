// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/push_row.hpp"

#include <cmath>
#include <limits>

#include "sim/algorithms/tags.hpp"

namespace lowband {

PushRow::PushRow(const Digraph& graph, int rank) : receivers_(graph.receivers(rank)), senders_(graph.senders(rank)) {
  const auto degree = static_cast<double>(receivers_.size());
  const double exact = 1.0 / (1.0 + degree);
  // A digit less than a float of this size has, as what is kept is a little more than a share.
  const double unit = std::ldexp(1.0, std::ilogb(exact) - (std::numeric_limits<float>::digits - 2));
  const double share = std::floor(exact / unit) * unit;
  share_ = static_cast<float>(share);
  kept_ = static_cast<float>(1.0 - degree * share);
}

std::vector<Message> PushRow::exchange(Worker& worker, const Message& message) const {
  for (const int receiver : receivers_) worker.send(receiver, tags::gossip, message);
  std::vector<Message> received;
  received.reserve(senders_.size());
  for (const int sender : senders_) received.push_back(worker.receive(sender, tags::gossip));
  return received;
}

}  // namespace lowband
