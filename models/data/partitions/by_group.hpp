// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/partition.hpp"

namespace lowband {

/// Every group of samples (Data::groups) goes to one worker as a whole: groups are dealt in random order, to the
/// workers by turns, so that numbers of groups differ by one at most. With as many groups as workers each has one: a
/// user, as in LEAF (Caldas et al., arXiv:1812.01097).
class GroupPartition final : public Partition {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  /// Throws UsageError if there are fewer groups than workers, or the data have none.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split_samples(const SplitSamples& samples, int workers,
                                                                      std::uint64_t seed) const override;
};

}  // namespace lowband
