// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/data/dataset.hpp"

namespace lowband {

/// How a set of small colour images lies in files of the binary version: records of labels, and of 3 x 32 x 32 pixels,
/// red, green, blue, each row by row.
struct CifarFiles {
  std::string name;                ///< of the data set, of its folder in a data folder, of its archive
  std::string folder;              ///< that is packed in the archive
  std::vector<std::string> train;  ///< files of the training images, of so many records each
  std::size_t train_records = 0;
  std::string test;
  std::size_t test_records = 0;
  std::size_t labels = 1;  ///< of a record, in front of the pixels, a byte each
  std::size_t label = 0;   ///< which of them counts
  int classes = 0;
  std::vector<PixelScale> scales;
};

/// The images. Files are in NAME/FOLDER/ of a data folder, each as it is or with ".gz", or still in the archive
/// NAME-binary.tar.gz (or .tar), which is in NAME/ or in the data folder itself. The training images are those of the
/// files that are there, at least one; a note says so if they are not all.
[[nodiscard]] Data read_cifar(const CifarFiles& set, const DataFolders& folders);

/// Colour images of 10 classes in six files: data_batch_1.bin to data_batch_5.bin and test_batch.bin, 10,000 records
/// each of a label (0 to 9) and pixels.
///
/// A feature is (pixel / 255 - mean) / deviation, with the mean and the standard deviation of all training pixels of
/// its channel: 0.4914, 0.4822, 0.4465 and 0.2470, 0.2435, 0.2616.
class Cifar10 final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;
  [[nodiscard]] std::optional<SampleKind> known_samples() const override;

 private:
  Augmentation augmentation_;
};

/// Colour images of 100 classes, or of 20 coarse ones, in two files: train.bin of 50,000 records and test.bin of
/// 10,000, each of a coarse label (0 to 19), a fine one (0 to 99) and pixels. Means 0.5071, 0.4865, 0.4409 and
/// deviations 0.2673, 0.2564, 0.2762.
class Cifar100 final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;
  [[nodiscard]] std::optional<SampleKind> known_samples() const override;

 private:
  [[nodiscard]] int classes() const;

  std::string labels_ = "fine";
  Augmentation augmentation_;
};

}  // namespace lowband
