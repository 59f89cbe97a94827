#include "sim/algorithms/gossip/deep_squeeze.hpp"

#include <algorithm>

namespace lowband {

void DeepSqueeze::synchronise(Worker& worker, FloatBuffer& model) {
  const auto size = static_cast<double>(model.size());
  Message message;
  worker.compute(sent_.announce_flops(), [&] {
    message = sent_.announce(model, worker.random(Purpose::quantization, synchronisations_),
                             [](std::span<const float> /*old*/, std::span<const float> q, std::span<float> next) {
                               std::copy(q.begin(), q.end(), next.begin());
                             });
  });
  ++synchronisations_;
  const auto received = sent_.row().exchange(worker, message);
  worker.compute(sent_.take_flops(0.0) + sent_.row().mix_flops(model.size()) + 3.0 * size, [&] {
    thread_local FloatBuffer mixed;
    mixed.resize(model.size());
    sent_.take(received);
    sent_.mix(mixed);
    const FloatBuffer& own = sent_.own();
    for (std::size_t k = 0; k < model.size(); ++k) model[k] += consensus_step_ * (mixed[k] - own[k]);
  });
}

}  // namespace lowband
