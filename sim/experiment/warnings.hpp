// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// What is allowed but should not go unnoticed, a line each, with its place in the file; what is the same for several
/// algorithms is told once. Of the algorithms those of the names `of` count; empty: all. There may be more to tell once
/// the data are loaded, which fixes the size of the model, and split into the `shares` of each seed.
[[nodiscard]] std::vector<std::string> warnings_of(const Experiment& experiment,
                                                   const std::vector<std::string>& of = {},
                                                   const std::map<std::uint64_t, Shares>& shares = {});

/// What in the platform files has no effect, a line each. Throws UsageError if one cannot be used.
[[nodiscard]] std::vector<std::string> platform_warnings_of(const Experiment& experiment);

}  // namespace lowband
