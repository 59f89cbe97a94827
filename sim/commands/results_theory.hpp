// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "sim/report/algorithm_theory.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// Which of bounds() is about each algorithm of `results`, and what it comes to with the constants of the problem,
/// which are taken of the data: constants_of(). `data`: the folder that is looked into first. Throws UsageError if the
/// data are not there, or are not those of the results.
[[nodiscard]] Theory theory_of(std::span<const ResultsFolder> results,
                               const std::optional<std::filesystem::path>& data);

}  // namespace lowband
