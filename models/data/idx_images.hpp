// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/dataset.hpp"

namespace lowband {

/// Grey images of 10 classes in MNIST's four files, in the folder of the data set's name, each raw or with ".gz":
///
///     train-images-idx3-ubyte  train-labels-idx1-ubyte  t10k-images-idx3-ubyte  t10k-labels-idx1-ubyte
///
/// A feature is (pixel / 255 - mean) / deviation, with the mean and the standard deviation of all training pixels.
class IdxImages final : public Dataset {
 public:
  IdxImages(std::string name, double mean, double deviation);

  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;
  /// Of MNIST, and of what has taken its place; the files may have images of another size.
  [[nodiscard]] std::optional<SampleKind> known_samples() const override;

 private:
  [[nodiscard]] std::filesystem::path find(const DataFolders& folders) const;
  [[nodiscard]] Samples read(const std::filesystem::path& folder, const std::string& part) const;

  std::string name_;
  PixelScale scale_;
  Augmentation augmentation_;
};

}  // namespace lowband
