// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/difference.hpp"

namespace lowband {

Message DifferenceGossip::announce(FloatBuffer& model, Stream random) {
  thread_local FloatBuffer difference;
  difference.resize(model.size());
  models_.mix(difference);
  const FloatBuffer& own = models_.own();
  for (std::size_t k = 0; k < model.size(); ++k) difference[k] += (model[k] - own[k]) - own[k];
  Message message = models_.announce(difference, random, add_decoded);
  model = models_.own();
  return message;
}

void DifferenceGossip::take(const std::vector<Message>& announcements, FloatBuffer& /*model*/) {
  models_.take(announcements, add_decoded);
}

double DifferenceGossip::announce_flops(std::size_t size) const {
  return models_.row().mix_flops(size) + 4.0 * static_cast<double>(size) + models_.announce_flops();
}

double DifferenceGossip::take_flops(std::size_t /*size*/) const { return models_.take_flops(1.0); }

}  // namespace lowband
