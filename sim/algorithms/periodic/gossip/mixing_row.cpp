// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/mixing_row.hpp"

#include <algorithm>

#include "sim/algorithms/tags.hpp"

namespace lowband {

std::vector<Message> MixingRow::exchange(Worker& worker, const Message& message) const {
  for (const auto& neighbour : neighbours_) worker.send(neighbour.worker, tags::gossip, message);
  std::vector<Message> received;
  received.reserve(degree());
  for (const auto& neighbour : neighbours_) received.push_back(worker.receive(neighbour.worker, tags::gossip));
  return received;
}

void MixingRow::mix(std::span<const float> own, std::span<const std::span<const float>> theirs,
                    std::span<float> mixed) const {
  constexpr std::size_t block = 2048;  // coordinates: 8 KiB, so that the sum stays in the nearest cache
  for (std::size_t begin = 0; begin < mixed.size(); begin += block) {
    const std::size_t size = std::min(block, mixed.size() - begin);
    float* __restrict sum = mixed.data() + begin;
    const float* __restrict self = own.data() + begin;
    for (std::size_t k = 0; k < size; ++k) sum[k] = self_weight_ * self[k];
    for (std::size_t j = 0; j < theirs.size(); ++j) {
      const float weight = neighbours_[j].weight;
      const float* __restrict model = theirs[j].data() + begin;
      for (std::size_t k = 0; k < size; ++k) sum[k] += weight * model[k];
    }
  }
}

}  // namespace lowband
