#include "sim/algorithms/gossip/extrapolation.hpp"

namespace lowband {

void ExtrapolationGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto size = static_cast<double>(model.size());
  const Stream random = worker.random(Purpose::quantization, synchronisations_);
  const float half_t = static_cast<float>(++synchronisations_) / 2.0F;
  Message message;
  worker.compute(estimates_.row().mix_flops(model.size()) + 8.0 * size + estimates_.announce_flops(), [&] {
    thread_local FloatBuffer scratch;
    scratch.resize(model.size());
    estimates_.mix(scratch);
    for (std::size_t k = 0; k < model.size(); ++k) {
      const float next = scratch[k] + (model[k] - synchronised_[k]);
      // z as x' + (t/2) (x - x'): the difference is small where t is large.
      scratch[k] = synchronised_[k] + half_t * (next - synchronised_[k]);
      model[k] = next;
    }
    synchronised_ = model;
    message = estimates_.announce(scratch, random,
                                  [half_t](std::span<const float> y, std::span<const float> z, std::span<float> next) {
                                    for (std::size_t k = 0; k < y.size(); ++k) next[k] = y[k] + (z[k] - y[k]) / half_t;
                                  });
  });
  const auto received = estimates_.row().exchange(worker, message);
  worker.compute(estimates_.take_flops(3.0), [&] { estimates_.take(received); });
}

}  // namespace lowband
