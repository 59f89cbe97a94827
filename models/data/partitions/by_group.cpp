// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/by_group.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/data/partitions/shuffle.hpp"
#include "sim/base/error.hpp"

namespace lowband {

std::vector<std::vector<std::uint32_t>> GroupPartition::split_samples(const SplitSamples& samples, int workers,
                                                                      std::uint64_t seed) const {
  if (samples.groups.empty()) {
    throw UsageError(
        "the data do not say whose a sample is: use a data set with \"group\" (\"csv\", \"npz\", \"npy\"), or with "
        "\"qid\" "
        "(\"libsvm\")");
  }
  const std::size_t groups = std::size_t{1} + *std::ranges::max_element(samples.groups);
  const auto count = static_cast<std::size_t>(workers);
  if (groups < count) {
    throw UsageError(
        fmt::format("the partition needs at least one group for each of the {} workers, found {}", count, groups));
  }
  Stream random(seed, Purpose::partition, 0, 0);
  const std::vector<std::uint32_t> order = shuffled_indices(groups, random);
  std::vector<std::size_t> worker_of(groups);
  for (std::size_t i = 0; i < groups; ++i) worker_of[order[i]] = i % count;
  std::vector<std::vector<std::uint32_t>> parts(count);
  for (std::size_t i = 0; i < samples.groups.size(); ++i) {
    parts[worker_of[samples.groups[i]]].push_back(static_cast<std::uint32_t>(i));
  }
  return parts;
}

}  // namespace lowband
