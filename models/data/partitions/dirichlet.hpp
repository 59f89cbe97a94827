// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/partition.hpp"

namespace lowband {

/// The samples of each class are shared out in proportions p ~ Dirichlet(alpha, ..., alpha) over the workers, drawn
/// anew for each class: alpha -> infinity is a balanced split, alpha -> 0 gives each class to one worker. Sizes differ
/// between workers. Yurochkin et al., ICML 2019, section 4; Hsu et al., "Measuring the effects of non-identical data
/// distribution", arXiv:1909.06335, draw per worker instead.
///
/// A worker that ends up empty takes one sample from the largest.
class DirichletPartition final : public LabelPartition {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split(const Labels& labels, int workers,
                                                              std::uint64_t seed) const override;

 private:
  double alpha_ = 0.5;
};

}  // namespace lowband
