#include "sim/algorithms/gossip/naive.hpp"

namespace lowband {

void NaiveGossip::synchronise(Worker& worker, FloatBuffer& model) {
  Message message;
  worker.compute(sent_.announce_flops(), [&] {
    message = sent_.announce(model, worker.random(Purpose::quantization, synchronisations_), take_decoded);
  });
  ++synchronisations_;
  const auto received = sent_.row().exchange(worker, message);
  worker.compute(sent_.take_flops(0.0) + sent_.row().mix_flops(model.size()), [&] {
    sent_.take(received);
    sent_.mix(model);
  });
}

}  // namespace lowband
