// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// Values that differ by more than so many times are shown on a logarithmic axis, unless --x says otherwise.
inline constexpr double log_from_ratio = 10.0;

/// What is to be seen on an axis: the range grows with what is put on it.
struct AxisRange {
  bool is_logarithmic = false;
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  /// A logarithmic axis has no place for what is not positive.
  [[nodiscard]] bool shows(double value) const { return !is_logarithmic || value > 0.0; }
  void include(double value);
  /// Nothing has been put on it.
  [[nodiscard]] bool empty() const { return least > most; }
  /// A value that its unit should suit: the middle of a logarithmic axis, the end of another; 0 of an empty one.
  [[nodiscard]] double typical() const;

  /// The axis over this range; of a logarithmic one with room of 10 % at both ends.
  [[nodiscard]] FigureAxis axis(std::string label, Unit unit = {1.0, ""}) const;
  /// Of seconds, in the unit that suits them, and of bytes.
  [[nodiscard]] FigureAxis axis_of_seconds(std::string label) const;
  [[nodiscard]] FigureAxis axis_of_bytes(std::string label) const;
  /// Of shares from 0 to 1, in percent.
  [[nodiscard]] FigureAxis axis_of_shares(std::string label) const;
};

}  // namespace lowband
