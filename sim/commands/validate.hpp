#pragma once

#include <string>

namespace lowband {

/// `lowband validate EXPERIMENT.json`: everything that can be checked without data and training.
struct ValidateOptions {
  std::string experiment;
};

/// Prints what the experiment amounts to. Throws UsageError if it is wrong.
int validate_command(const ValidateOptions& options);

}  // namespace lowband
