// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband predict EXPERIMENT.json|DIR [--data DIR] [--format table|csv|json|markdown]`: how long a round of each
/// algorithm takes in each scenario, in closed form; of a results folder beside what was measured.
struct PredictOptions {
  std::string source;                         ///< an experiment file, or a results folder
  std::optional<std::filesystem::path> data;  ///< looked into first
  std::string format = "table";               ///< one of report_formats()
};

/// Prints the predictions to standard output and returns the exit status. Throws UsageError if the experiment is wrong,
/// or its data, which tell the size of the model, are not there.
int predict_command(const PredictOptions& options);

}  // namespace lowband
