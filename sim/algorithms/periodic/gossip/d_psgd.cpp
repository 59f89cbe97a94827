// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/d_psgd.hpp"

namespace lowband {

DPsgd::DPsgd(MixingRow row, std::size_t size, const FloatBuffer& initial)
    : row_(std::move(row)),
      size_(size),
      own_(std::make_shared<const FloatBuffer>(initial)),
      neighbours_(row_.degree(), Message(own_)) {}  // all workers start from the same model

void DPsgd::synchronise(Worker& worker, FloatBuffer& model) {
  const auto mixed = sent_.take();
  worker.compute(row_.mix_flops(size_) + 4.0 * static_cast<double>(size_), [&] {
    mixed->resize(size_);
    std::vector<std::span<const float>> theirs;
    for (const auto& message : neighbours_) theirs.push_back(message.floats());
    row_.mix(*own_, theirs, *mixed);
    const float* __restrict before = own_->data();
    float* __restrict after = mixed->data();
    // x - y, as `difference` forms what it sends, and then y again: its twin rounds in the same places.
    for (std::size_t k = 0; k < size_; ++k) after[k] += (model[k] - before[k]) - before[k];
    for (std::size_t k = 0; k < size_; ++k) model[k] = after[k] += before[k];
  });
  own_ = mixed;
  neighbours_ = row_.exchange(worker, Message(own_, 0, size_));
}

}  // namespace lowband
