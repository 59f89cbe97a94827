#include "sim/algorithms/gossip/choco.hpp"

namespace lowband {

void ChocoGossip::synchronise(Worker& worker, FloatBuffer& model) {
  Message message;
  worker.compute(2.0 * static_cast<double>(model.size()) + public_.announce_flops(), [&] {
    thread_local FloatBuffer difference;
    difference.resize(model.size());
    const FloatBuffer& own = public_.own();
    for (std::size_t k = 0; k < model.size(); ++k) difference[k] = model[k] - own[k];
    message = public_.announce(difference, worker.random(Purpose::quantization, synchronisations_), add_decoded);
  });
  ++synchronisations_;
  const auto received = public_.row().exchange(worker, message);
  worker.compute(public_.take_flops(1.0) + public_.step_flops(), [&] {
    public_.take(received);
    public_.step_towards_neighbours(model, consensus_step_);
  });
}

}  // namespace lowband
