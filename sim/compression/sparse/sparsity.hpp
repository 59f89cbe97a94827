// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "sim/base/parameters.hpp"

namespace lowband {

/// How many coordinates a sparse code keeps: `k` of them, or the share `ratio` of all.
class Sparsity {
 public:
  void parameters(Parameters& parameters);
  /// Refuses both at once; neither is a ratio of 0.01.
  void check(const Place& place);

  /// Of d coordinates min(k, d), or ratio * d rounded to the nearest integer, but at least 1 unless d is 0.
  [[nodiscard]] std::size_t kept(std::size_t size) const;
  /// The same as a number, for formulas such as kept(d) / d.
  [[nodiscard]] double share(std::size_t size) const;
  /// Makes k that of vectors `share` times as long: rounded, but at least 1.
  void shorten(double share);

 private:
  std::optional<double> ratio_;
  std::optional<int> k_;
};

}  // namespace lowband
