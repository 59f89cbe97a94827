// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/data/data_folders.hpp"
#include "models/data/labels.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// What is split over the workers.
struct SplitSamples {
  const Labels& labels;                        ///< of the training samples
  std::span<const std::uint32_t> groups = {};  ///< Data::groups
  const DataFolders& folders;                  ///< for files that a partition names
};

/// How the training samples are split over the workers: each sample goes to exactly one worker, and no worker stays
/// without one.
class Partition : public Component {
 public:
  /// The sample indices of each worker, ascending. Deterministic in `seed`. Throws UsageError if there are fewer
  /// samples than workers, or if it goes by what the data do not tell.
  [[nodiscard]] virtual std::vector<std::vector<std::uint32_t>> split_samples(const SplitSamples& samples, int workers,
                                                                              std::uint64_t seed) const = 0;
};

/// One that goes by labels, or by nothing but the number of samples.
class LabelPartition : public Partition {
 public:
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split_samples(const SplitSamples& samples, int workers,
                                                                      std::uint64_t seed) const final {
    return split(samples.labels, workers, seed);
  }

  /// The sample indices of each worker, ascending. Deterministic in `seed`. Throws UsageError if there are fewer
  /// samples than workers, or if it goes by classes and the labels are not one class for each sample.
  [[nodiscard]] virtual std::vector<std::vector<std::uint32_t>> split(const Labels& labels, int workers,
                                                                      std::uint64_t seed) const = 0;
};

[[nodiscard]] const Registry<Partition>& partitions();

}  // namespace lowband
