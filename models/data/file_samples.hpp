// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/data/augmentation.hpp"
#include "models/data/dataset.hpp"
#include "models/data/shape.hpp"
#include "models/data/sparse_rows.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// Samples as files hold them: neither split nor scaled yet, their labels not yet classes.
struct FileSamples {
  /// One sample after the other; bytes are pixels of images.
  std::variant<FloatBuffer, std::vector<std::uint8_t>, SparseRows> content = {};
  Shape shape = {};                      ///< of sparse rows it is the largest that is there
  std::vector<std::string> labels = {};  ///< as value_text() writes them
  std::vector<std::string> groups = {};  ///< likewise: whose each sample is; empty if nothing tells
  std::string file = {};
  std::function<std::string(std::size_t)> place = {};  ///< where the label of a sample stands

  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }
};

/// What is done with samples of files, stated once for all data sets that are given by their files.
class FileSplit {
 public:
  /// Declares `test_share`, without effect where why_not() says why.
  void declare_share(Parameters& parameters, std::function<std::string()> why_not);
  /// Declares `target`.
  void declare_target(Parameters& parameters);
  /// Declares `scale`.
  void declare_scale(Parameters& parameters);

  /// What is learned from and tested on. Without `test`, a share of `train` is held out, drawn by the seed. Throws
  /// UsageError that names the file, and the place in it.
  [[nodiscard]] Data data(FileSamples train, std::optional<FileSamples> test, std::uint64_t seed,
                          const Augmentation& augmentation = {}) const;

 private:
  double test_share_ = 0.2;
  std::string target_ = "class";
  std::string scale_ = "none";
};

/// A data set that is given by its files, of which there may be none for the test.
class FileDataset : public Dataset {
 protected:
  /// Declares `test_share` of `split`, and `seed`, which draws it: both without effect where has_test().
  void declare_held_out(Parameters& parameters, FileSplit& split, const std::function<bool()>& has_test);
};

}  // namespace lowband
