// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/parameters.hpp"
#include "sim/report/figures/figure.hpp"

namespace lowband {

/// What a figure is told of its picture: the options --title and --size of the commands that draw one.
struct PageOptions {
  std::string title;  ///< in place of the one that says what is shown; "": that one
  std::string size;   ///< "800x600", in points, of which 96 are an inch; "": as needed

  void parameters(Parameters& parameters);
  /// Throws UsageError at `place`, the options, if `size` is none.
  void check(const Place& place) const;
  /// After check().
  void apply_to(Figure& figure) const;
};

}  // namespace lowband
