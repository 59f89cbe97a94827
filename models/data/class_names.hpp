// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "models/data/labels.hpp"

namespace lowband {

/// The different ones of these texts, in rising order: of numbers if all are numbers, else of the alphabet.
[[nodiscard]] std::vector<std::string> distinct_values(std::vector<std::string> texts);

/// The labels that training samples have, which become the classes 0, 1, ... in rising order: of numbers if all of them
/// are numbers, else of the alphabet.
class ClassNames {
 public:
  /// `labels` as value_text() writes them. Throws UsageError about `file` if there are more than 65536 different ones.
  ClassNames(std::vector<std::string> labels, std::string file);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(names_.size()); }

  /// The classes of samples with these labels; `place(i)` says where label i stands. Throws UsageError there if no
  /// training sample has it.
  [[nodiscard]] std::vector<Label> classes_of(std::span<const std::string> labels,
                                              const std::function<std::string(std::size_t)>& place) const;

 private:
  std::vector<std::string> names_;  ///< by class
  std::string file_;
};

}  // namespace lowband
