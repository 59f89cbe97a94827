#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband validate EXPERIMENT.json [--data DIR]`: everything that can be checked without training.
struct ValidateOptions {
  std::string experiment;
  std::optional<std::filesystem::path> data;  ///< looked into first
};

/// Prints what the experiment amounts to; what depends on the data, such as the time of a round, only if an algorithm
/// leaves something to be settled by them, and they can be read, or if there are none. Throws UsageError if the
/// experiment is wrong.
int validate_command(const ValidateOptions& options);

}  // namespace lowband
