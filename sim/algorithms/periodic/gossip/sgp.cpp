// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/sgp.hpp"

namespace lowband {

void StochasticGradientPush::synchronise(Worker& worker, FloatBuffer& model) {
  const PushRow& row = rows_[synchronisations_++ % rows_.size()];
  const std::size_t size = size_;
  Message message;
  const auto push = [&] {
    const auto sent = sent_.take();
    sent->resize(size + 1);
    float* __restrict pushed = sent->data();
    float* __restrict x = numerator_.data();
    const float* __restrict z = model.data();
    for (std::size_t k = 0; k < size; ++k) {
      const float moved = x[k] + (z[k] - x[k] / weight_);  // the quotient is what the local steps began with
      pushed[k] = row.share() * moved;
      x[k] = row.kept() * moved;
    }
    pushed[size] = row.share() * weight_;
    weight_ *= row.kept();
    message = Message(sent).standing_for(size);
  };
  worker.compute_messages(5.0 * static_cast<double>(size), push,
                          [&] { message = Message::without_content((size + 1) * sizeof(float), size); });
  const auto received = row.exchange(worker, message);
  worker.compute((static_cast<double>(row.in_degree()) + 1.0) * static_cast<double>(size), [&] {
    float* __restrict x = numerator_.data();
    for (const Message& part : received) {
      const auto theirs = part.floats();
      const float* __restrict pushed = theirs.data();
      for (std::size_t k = 0; k < size; ++k) x[k] += pushed[k];
      weight_ += pushed[size];
    }
    for (std::size_t k = 0; k < size; ++k) model[k] = x[k] / weight_;
  });
}

}  // namespace lowband
