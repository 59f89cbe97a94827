// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/dataset.hpp"
#include "models/data/windows.hpp"

namespace lowband {

/// A text file, byte by byte. Its distinct bytes are the symbols, numbered in rising order; the end of the file is the
/// test.
class Text final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  std::string file_;
  double test_share_ = 0.1;
  Windows windows_;
};

}  // namespace lowband
