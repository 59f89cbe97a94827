// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/dataset.hpp"

namespace lowband {

/// Points x with standard normal features, and of each the number y = w . x + noise * z to tell, with z standard normal
/// and w a random direction of length 1: no model has a lower mean squared error than noise^2. The test set has a fifth
/// as many points.
class SyntheticRegression final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  int features_ = 16;
  int samples_ = 10000;
  double noise_ = 0.1;
};

}  // namespace lowband
