#include "sim/algorithms/gossip/choco.hpp"

namespace lowband {

void ChocoGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto size = static_cast<double>(model.size());
  Message message;
  thread_local FloatBuffer scratch;
  worker.compute(2.0 * size + public_.announce_flops(), [&] {
    scratch.resize(model.size());
    const FloatBuffer& own = public_.own();
    for (std::size_t k = 0; k < model.size(); ++k) scratch[k] = model[k] - own[k];
    message = public_.announce(scratch, worker.random(Purpose::quantization, synchronisations_),
                               [](std::span<const float> h, std::span<const float> q, std::span<float> next) {
                                 for (std::size_t k = 0; k < h.size(); ++k) next[k] = h[k] + q[k];
                               });
  });
  ++synchronisations_;
  const auto received = public_.row().exchange(worker, message);
  worker.compute(public_.take_flops(1.0) + public_.row().mix_flops(model.size()) + 3.0 * size, [&] {
    public_.take(received);
    scratch.resize(model.size());
    public_.mix(scratch);
    const FloatBuffer& own = public_.own();
    for (std::size_t k = 0; k < model.size(); ++k) model[k] += consensus_step_ * (scratch[k] - own[k]);
  });
}

}  // namespace lowband
