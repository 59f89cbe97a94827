// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "models/data/dataset.hpp"
#include "models/data/file_samples.hpp"
#include "models/data/paired_files.hpp"

namespace lowband {

/// Grey images in an IDX file of three dimensions, and their labels in one of one. `transposed`: as EMNIST has them,
/// column by column.
[[nodiscard]] FileSamples read_idx_samples(const std::filesystem::path& images, const std::filesystem::path& labels,
                                           bool transposed);

/// Images and labels in IDX files of any names; labels are bytes of any range (ClassNames).
class IdxDataset final : public FileDataset {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override { files_.check(place); }
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  PairedFiles files_;
  bool transposed_ = false;
  FileSplit split_;
  Augmentation augmentation_;
};

/// EMNIST in its six splits, under the names that its files have (Cohen et al., IJCNN 2017): in emnist/ of a data
/// folder
///
///     emnist-SPLIT-train-images-idx3-ubyte  emnist-SPLIT-train-labels-idx1-ubyte  and so with "test"
///
/// as they are or with ".gz". Images lie in them column by column.
class Emnist final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  std::string kind_ = "balanced";
  FileSplit split_;
  Augmentation augmentation_;
};

}  // namespace lowband
