// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// Where a sweep stands in its algorithm: {"compression", "bits"}.
using SweepKey = std::vector<std::string>;

/// One value of a sweep, as names tell it.
struct SweptValue {
  SweepKey key;
  std::string label;
};

/// The labels of the values of a sweep: numbers as they are, texts without their spaces, objects by their "name".
/// Values that would be called alike are told apart by all that they hold: "qsgd(bits=2)".
[[nodiscard]] std::vector<std::string> sweep_labels(const std::vector<Json>& values);

/// The names of algorithms that differ in swept values, `pattern` being what the file has for a name, at `place`. There
/// "{local_steps}" stands for the value of the sweep whose keys end so ("{compression.bits}", if several end in
/// "bits"), or for nothing in an algorithm that does not have it; "{{" and "}}" stand for braces. A pattern without
/// such a placeholder is followed by " local_steps=4 bits=2", each key as short as it can be. Throws UsageError about a
/// placeholder that stands for no sweep, or two algorithms that would be called alike.
[[nodiscard]] std::vector<std::string> swept_names(const std::string& pattern,
                                                   const std::vector<std::vector<SweptValue>>& algorithms,
                                                   const Place& place);

}  // namespace lowband
