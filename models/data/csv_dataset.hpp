// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/data/dataset.hpp"
#include "models/data/file_samples.hpp"

namespace lowband {

/// Samples that are the rows of one or two CSV files (RFC 4180): a column holds the labels, others hold features, all
/// of which must be there, as finite numbers. Labels may be any text (ClassNames).
class CsvDataset final : public FileDataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  [[nodiscard]] FileSamples read(const std::filesystem::path& file, std::vector<std::string>& features) const;

  std::string train_;
  std::string test_;
  FileSplit split_;
  std::string label_;
  std::vector<std::string> features_;
  std::string group_;
  std::string separator_ = "comma";
  bool has_header_ = true;
  int skipped_lines_ = 0;
};

}  // namespace lowband
