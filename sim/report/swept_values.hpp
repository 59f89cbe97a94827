// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/results/results_folder.hpp"

namespace lowband {

/// The dotted paths of the values in which the algorithms of these experiments differ, as the manifests have them with
/// all defaults: "local_steps", "compression.bits". At least two algorithms have it, with different values: the bucket
/// of the only codec is none. Names and descriptions are none either. In order of first appearance.
[[nodiscard]] std::vector<std::string> swept_paths(std::span<const ResultsFolder> results);

/// The algorithm of this name in the experiment of `results`, as its manifest has it; null if there is none.
[[nodiscard]] Json algorithm_in(const ResultsFolder& results, const std::string& name);

/// The value at a dotted path of `algorithm`: a number, a text, true or false; null if there is none. A list, or an
/// object, is its JSON in one line.
[[nodiscard]] Json value_at(const Json& algorithm, const std::string& path);

}  // namespace lowband
