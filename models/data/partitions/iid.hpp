// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/partition.hpp"

namespace lowband {

/// Every worker gets a random part of all samples; sizes differ by one at most.
class IidPartition final : public LabelPartition {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split(const Labels& labels, int workers,
                                                              std::uint64_t seed) const override;
};

}  // namespace lowband
