// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/deep_squeeze.hpp"

namespace lowband {

Message DeepSqueeze::announce(FloatBuffer& model, Stream random) { return sent_.announce(model, random, take_decoded); }

void DeepSqueeze::take(const std::vector<Message>& announcements, FloatBuffer& model) {
  sent_.take(announcements, take_decoded);
  sent_.step_towards_neighbours(model, consensus_step_);
}

double DeepSqueeze::announce_flops(std::size_t /*size*/) const { return sent_.announce_flops(); }

double DeepSqueeze::take_flops(std::size_t /*size*/) const { return sent_.take_flops(0.0) + sent_.step_flops(); }

}  // namespace lowband
