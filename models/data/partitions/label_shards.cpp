// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/label_shards.hpp"

#include <algorithm>

#include "models/data/partitions/shuffle.hpp"

namespace lowband {

void LabelShards::parameters(Parameters& parameters) {
  parameters.integer("shards_per_worker", shards_per_worker_, {.least = 1, .most = 1000}, "",
                     "shards of one label (at most two) that each worker gets");
}

std::vector<std::vector<std::uint32_t>> LabelShards::split(const Labels& labels, int workers,
                                                           std::uint64_t seed) const {
  const auto class_of = class_of_each(labels, "label-shards");
  const auto count = static_cast<std::size_t>(workers);
  const std::size_t per_worker = static_cast<std::size_t>(shards_per_worker_);
  const std::size_t shards = count * per_worker;
  require_samples(labels.size(), shards, "shards (workers x shards_per_worker)");
  Stream random(seed, Purpose::partition, 0, 0);
  // Shuffled before sorting: which samples of a label share a shard is random too.
  std::vector<std::uint32_t> by_label = shuffled_indices(labels.size(), random);
  std::stable_sort(by_label.begin(), by_label.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return class_of[a] < class_of[b]; });
  const std::vector<std::uint32_t> deal = shuffled_indices(shards, random);
  std::vector<std::vector<std::uint32_t>> parts(count);
  for (std::size_t i = 0; i < shards; ++i) {
    const auto shard = equal_part(std::span(by_label), deal[i], shards);
    auto& part = parts[i / per_worker];
    part.insert(part.end(), shard.begin(), shard.end());
  }
  for (auto& part : parts) std::sort(part.begin(), part.end());
  return parts;
}

}  // namespace lowband
