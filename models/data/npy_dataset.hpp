// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/array_samples.hpp"
#include "models/data/dataset.hpp"
#include "models/data/paired_files.hpp"

namespace lowband {

/// Samples in files of NumPy's save(): one of features, one of labels (any numbers or texts: ClassNames).
class NpyDataset final : public FileDataset {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override { files_.check(place); }
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  PairedFiles files_;
  std::string group_;
  FileSplit split_;
  ArrayForm form_;
  Augmentation augmentation_;
};

}  // namespace lowband
