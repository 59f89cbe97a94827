// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/dataset.hpp"

namespace lowband {

/// Images made from the seed, so that an experiment needs no download. They are as hard as small images should
/// be: a linear model falls clearly short of a perceptron, and some images belong to two classes at once.
///
/// A class owns several prototypes, smooth random patterns of low-frequency cosines, one per channel. An image is
///
///     contrast * ((1 - w) * prototype + w * prototype of another class) + noise * n
///
/// shifted by a few pixels, with w uniform on [0, blend], contrast uniform on [0.7, 1.3], n of unit variance, then
/// rounded to 8 bits. Classes take turns, so all are equally frequent. A feature is pixel / 128 - 1.
class SyntheticImages final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  int train_ = 10000;
  int test_ = 2000;
  int side_ = 28;
  int channels_ = 1;
  int classes_ = 10;
  int prototypes_ = 5;
  double blend_ = 0.45;
  double noise_ = 1.0;
  Augmentation augmentation_;
};

}  // namespace lowband
