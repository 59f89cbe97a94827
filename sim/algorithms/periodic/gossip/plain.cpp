// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/plain.hpp"

#include <utility>

namespace lowband {

void PlainGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto own = sent_.take();
  std::swap(*own, model);
  const auto received = row_.exchange(worker, Message(own, 0, size_));
  worker.compute(row_.mix_flops(size_), [&] {
    std::vector<std::span<const float>> theirs;
    for (const auto& message : received) theirs.push_back(message.floats());
    model.resize(size_);
    row_.mix(*own, theirs, model);
  });
}

}  // namespace lowband
