#pragma once

#include "models/data/dataset.hpp"

namespace lowband {

/// Colour images of 10 classes in the six files of CIFAR-10's binary version: data_batch_1.bin to data_batch_5.bin and
/// test_batch.bin, 10,000 records each of a label (0 to 9) and 3 x 32 x 32 pixels, red, green, blue, each row by row.
/// They are in cifar-10/cifar-10-batches-bin/ of a data folder, each as it is or with ".gz", or still in the archive
/// cifar-10-binary.tar.gz (or .tar), which is in cifar-10/ or in the data folder itself. The training images are those
/// of the batches that are there, at least one; a note says so if they are not all five.
///
/// A feature is (pixel / 255 - mean) / deviation, with the mean and the standard deviation of all training pixels of
/// its channel: 0.4914, 0.4822, 0.4465 and 0.2470, 0.2435, 0.2616.
class CifarImages final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;
  [[nodiscard]] std::optional<SampleKind> known_samples() const override;

 private:
  Augmentation augmentation_;
};

}  // namespace lowband
