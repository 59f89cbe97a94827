#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/component.hpp"

namespace lowband {

/// How the training samples are split over the workers: each sample goes to exactly one worker, and no worker stays
/// without one.
class Partition : public Component {
 public:
  /// The sample indices of each worker, ascending. `labels` are below `classes`. Deterministic in `seed`. Throws
  /// UsageError if there are fewer samples than workers.
  [[nodiscard]] virtual std::vector<std::vector<std::uint32_t>> split(std::span<const std::uint8_t> labels, int classes,
                                                                      int workers, std::uint64_t seed) const = 0;
};

[[nodiscard]] const Registry<Partition>& partitions();

}  // namespace lowband
