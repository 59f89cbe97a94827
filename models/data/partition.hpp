#pragma once

#include <cstdint>
#include <vector>

#include "models/data/labels.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// How the training samples are split over the workers: each sample goes to exactly one worker, and no worker stays
/// without one.
class Partition : public Component {
 public:
  /// The sample indices of each worker, ascending. Deterministic in `seed`. Throws UsageError if there are fewer
  /// samples than workers, or if it goes by classes and the labels are not one class for each sample.
  [[nodiscard]] virtual std::vector<std::vector<std::uint32_t>> split(const Labels& labels, int workers,
                                                                      std::uint64_t seed) const = 0;
};

[[nodiscard]] const Registry<Partition>& partitions();

}  // namespace lowband
