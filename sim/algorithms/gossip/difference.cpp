#include "sim/algorithms/gossip/difference.hpp"

namespace lowband {

void DifferenceGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto size = static_cast<double>(model.size());
  Message message;
  worker.compute(models_.row().mix_flops(model.size()) + 4.0 * size + models_.announce_flops(), [&] {
    thread_local FloatBuffer difference;
    difference.resize(model.size());
    models_.mix(difference);
    const FloatBuffer& own = models_.own();
    for (std::size_t k = 0; k < model.size(); ++k) difference[k] += (model[k] - own[k]) - own[k];
    message = models_.announce(difference, worker.random(Purpose::quantization, synchronisations_), add_decoded);
    model = models_.own();
  });
  ++synchronisations_;
  const auto received = models_.row().exchange(worker, message);
  worker.compute(models_.take_flops(1.0), [&] { models_.take(received); });
}

}  // namespace lowband
