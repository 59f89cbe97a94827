// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/naive.hpp"

namespace lowband {

Message NaiveGossip::announce(FloatBuffer& model, Stream random) { return sent_.announce(model, random, take_decoded); }

void NaiveGossip::take(const std::vector<Message>& announcements, FloatBuffer& model) {
  sent_.take(announcements, take_decoded);
  sent_.mix(model);
}

double NaiveGossip::announce_flops(std::size_t /*size*/) const { return sent_.announce_flops(); }

double NaiveGossip::take_flops(std::size_t size) const { return sent_.take_flops(0.0) + sent_.row().mix_flops(size); }

}  // namespace lowband
