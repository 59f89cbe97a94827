// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/dataset.hpp"

namespace lowband {

/// Points around random centres, for problems with a known optimum: sample i is centre(i mod clusters) + noise * z with
/// z standard normal; a centre has a uniformly random direction and the distance `spread` from the origin. The label is
/// the cluster, so a partition by label makes the workers' optima differ by about `spread`. The test set has a fifth as
/// many points, at least one per cluster.
class GaussianPoints final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  int dimension_ = 64;
  int samples_ = 10000;
  int clusters_ = 10;
  double spread_ = 1.0;
  double noise_ = 1.0;
};

}  // namespace lowband
