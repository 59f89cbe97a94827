// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband validate EXPERIMENT.json [--data DIR] [--quick]`: everything that can be checked without training.
struct ValidateOptions {
  std::string experiment;
  std::optional<std::filesystem::path> data;  ///< looked into first
  bool quick = false;                         ///< without the forecast of real time and memory
};

/// Prints what the experiment amounts to; what depends on the data, such as the time of a round, only if these can be
/// made or read, or if there are none. Real time and memory are forecast from short runs in children, for about 2
/// seconds; nothing is left of them. Throws UsageError if the experiment is wrong.
int validate_command(const ValidateOptions& options);

}  // namespace lowband
