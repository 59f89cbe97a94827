// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/dataset.hpp"
#include "models/data/file_samples.hpp"

namespace lowband {

/// Sparse samples from one or two text files in LIBSVM's format. Labels differ by set (-1 and +1, 0 and 1, 1 and 2,
/// ...): see ClassNames.
class LibsvmDataset final : public FileDataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  [[nodiscard]] FileSamples read(const std::filesystem::path& file) const;

  std::string train_;
  std::string test_;
  FileSplit split_;
  int features_ = 0;
  int first_index_ = 1;
  bool has_queries_ = false;
};

}  // namespace lowband
