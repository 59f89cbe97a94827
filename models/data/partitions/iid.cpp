// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/iid.hpp"

#include <algorithm>

#include "models/data/partitions/shuffle.hpp"

namespace lowband {

std::vector<std::vector<std::uint32_t>> IidPartition::split(const Labels& labels, int workers,
                                                            std::uint64_t seed) const {
  const auto count = static_cast<std::size_t>(workers);
  require_samples(labels.size(), count, "workers");
  Stream random(seed, Purpose::partition, 0, 0);
  std::vector<std::uint32_t> order = shuffled_indices(labels.size(), random);
  std::vector<std::vector<std::uint32_t>> parts;
  for (std::size_t worker = 0; worker < count; ++worker) {
    const auto part = equal_part(std::span(order), worker, count);
    std::sort(part.begin(), part.end());
    parts.emplace_back(part.begin(), part.end());
  }
  return parts;
}

}  // namespace lowband
