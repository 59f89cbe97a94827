#include "sim/algorithms/gossip/deep_squeeze.hpp"

namespace lowband {

void DeepSqueeze::synchronise(Worker& worker, FloatBuffer& model) {
  Message message;
  worker.compute(sent_.announce_flops(), [&] {
    message = sent_.announce(model, worker.random(Purpose::quantization, synchronisations_), take_decoded);
  });
  ++synchronisations_;
  const auto received = sent_.row().exchange(worker, message);
  worker.compute(sent_.take_flops(0.0) + sent_.step_flops(), [&] {
    sent_.take(received);
    sent_.step_towards_neighbours(model, consensus_step_);
  });
}

}  // namespace lowband
