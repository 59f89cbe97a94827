#pragma once

#include <string>

#include "models/data/dataset.hpp"

namespace lowband {

/// Sparse samples from one or two text files in LIBSVM's format. Without a test file, a part of the training rows is
/// held out for the test, drawn by the seed. Labels differ by set (-1 and +1, 0 and 1, 1 and 2, ...): the values that
/// are in the training file become the classes 0, 1, ... in rising order, at most 65536 of them.
class LibsvmDataset final : public Dataset {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  std::string train_;
  std::string test_;
  double test_share_ = 0.2;
  int features_ = 0;
};

}  // namespace lowband
