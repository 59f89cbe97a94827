// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/data/sha256.hpp"

namespace lowband {

/// A class, by its number from 0.
using Label = std::uint32_t;

/// What there is to tell of each sample.
struct LabelShape {
  int classes = 0;             ///< which of so many classes; 0: real numbers
  std::size_t per_sample = 1;  ///< labels of a sample: more than one for sequences, or for several numbers

  friend bool operator==(const LabelShape&, const LabelShape&) = default;
};

/// What there is to tell of the samples of a set: classes, or real numbers; as many of each sample, one sample after
/// the other.
class Labels {
 public:
  Labels() = default;
  /// Labels are below `classes`.
  [[nodiscard]] static Labels of_classes(std::vector<Label> labels, int classes, std::size_t per_sample = 1);
  [[nodiscard]] static Labels of_values(std::vector<float> values, std::size_t per_sample = 1);

  [[nodiscard]] const LabelShape& shape() const noexcept { return shape_; }
  [[nodiscard]] bool are_classes() const noexcept { return shape_.classes > 0; }
  /// How many samples they are of.
  [[nodiscard]] std::size_t size() const noexcept { return (classes_.size() + values_.size()) / shape_.per_sample; }
  [[nodiscard]] std::span<const Label> classes() const noexcept { return classes_; }  ///< empty if they are numbers
  [[nodiscard]] std::span<const float> values() const noexcept { return values_; }    ///< empty if they are classes

  /// Writes those of the samples `which` (numbers below size()), of which there are so many; `classes` or `values` is
  /// empty, as they are not these.
  void gather(std::span<const std::uint32_t> which, std::span<Label> classes, std::span<float> values) const;

  /// Those of the samples of these numbers, in this order.
  [[nodiscard]] Labels select(std::span<const std::uint32_t> which) const;

  /// Classes as bytes if they fit, else as uint32, numbers as float32.
  void add_to(Sha256& hash) const;

 private:
  std::vector<Label> classes_;
  std::vector<float> values_;
  LabelShape shape_;
};

}  // namespace lowband
