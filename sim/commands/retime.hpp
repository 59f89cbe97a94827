// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace lowband {

/// `lowband retime DIR --scenarios FILE [--jobs N] [--quiet]`
struct RetimeOptions {
  std::filesystem::path dir;  ///< results of `lowband run`
  std::string scenarios;      ///< a JSON file with a list "scenarios", such as an experiment file
  int jobs = 1;               ///< runs at a time
  bool quiet = false;
};

/// Times what was trained once under new scenarios, from the traces in the results folder, and adds the runs to it; no
/// data set is needed. Runs that are there are kept, so what was interrupted can be told again. Returns 0, or 1 if a
/// run failed or an algorithm has no trace. Throws UsageError, with nothing written if the input is bad.
int retime_command(const RetimeOptions& options);

}  // namespace lowband
