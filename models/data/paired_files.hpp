// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/parameters.hpp"

namespace lowband {

/// The files of a data set that has one for features and one for labels, relative to a data folder.
struct PairedFiles {
  std::string features;
  std::string labels;
  std::string test_features;  ///< "": samples are held out
  std::string test_labels;

  /// Declares all four; `example`: the name of a file.
  void parameters(Parameters& parameters, const std::string& example);
  /// Throws UsageError if there are test samples without labels.
  void check(const Place& place) const;

  [[nodiscard]] bool has_test() const noexcept { return !test_features.empty(); }
};

}  // namespace lowband
