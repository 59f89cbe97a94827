// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/array_samples.hpp"
#include "models/data/dataset.hpp"

namespace lowband {

/// Samples in one or two files of NumPy's savez() or savez_compressed(): an array of features and one of labels (any
/// numbers or texts: ClassNames), by their names.
class NpzDataset final : public FileDataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  [[nodiscard]] bool has_test() const { return !test_.empty() || !test_features_.empty(); }

  std::string train_;
  std::string test_;
  std::string features_ = "x";
  std::string labels_ = "y";
  std::string test_features_;
  std::string test_labels_;
  std::string group_;
  FileSplit split_;
  ArrayForm form_;
  Augmentation augmentation_;
};

}  // namespace lowband
