// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"

namespace lowband {

void AnnouncedGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = announced().size();
  const Stream random = worker.random(Purpose::quantization, synchronisations_++);
  Message message;
  worker.compute_messages(
      announce_flops(size), [&] { message = announce(model, random); }, [&] { message = announced().outline(); });
  const auto received = announced().row().exchange(worker, message);
  worker.compute(take_flops(size), [&] { take(received, model); });
}

}  // namespace lowband
