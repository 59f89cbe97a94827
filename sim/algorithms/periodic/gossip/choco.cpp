// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/choco.hpp"

namespace lowband {

Message ChocoGossip::announce(FloatBuffer& model, Stream random) {
  thread_local FloatBuffer difference;
  difference.resize(model.size());
  const FloatBuffer& own = public_.own();
  for (std::size_t k = 0; k < model.size(); ++k) difference[k] = model[k] - own[k];
  return public_.announce(difference, random, add_decoded);
}

void ChocoGossip::take(const std::vector<Message>& announcements, FloatBuffer& model) {
  public_.take(announcements, add_decoded);
  public_.step_towards_neighbours(model, consensus_step_);
}

double ChocoGossip::announce_flops(std::size_t size) const {
  return 2.0 * static_cast<double>(size) + public_.announce_flops();
}

double ChocoGossip::take_flops(std::size_t /*size*/) const { return public_.take_flops(1.0) + public_.step_flops(); }

}  // namespace lowband
