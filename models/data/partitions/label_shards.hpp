// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/partition.hpp"

namespace lowband {

/// The pathological split of McMahan et al., "Communication-efficient learning of deep networks from decentralized
/// data", AISTATS 2017, section 3: samples sorted by label are cut into workers * shards_per_worker shards of equal
/// size (up to one sample), and each worker is dealt shards_per_worker of them at random. A worker sees few classes.
class LabelShards final : public LabelPartition {
 public:
  void parameters(Parameters& parameters) override;
  /// Throws UsageError if there are fewer samples than shards.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split(const Labels& labels, int workers,
                                                              std::uint64_t seed) const override;

 private:
  int shards_per_worker_ = 2;
};

}  // namespace lowband
