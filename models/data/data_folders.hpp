// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband {

/// Where data sets are looked up, first to last: `--data`, then `$LOWBAND_DATA`, then `data/`.
using DataFolders = std::vector<std::filesystem::path>;

/// Data that are in none of the folders where they are looked up.
class AbsentData final : public UsageError {
 public:
  using UsageError::UsageError;
};

/// Throws AbsentData: `what` is in none of the places that were `looked` at; `remedy` is a sentence about DATA, one of
/// the folders.
[[noreturn]] void fail_absent(const std::string& what, const std::vector<std::string>& looked,
                              const std::string& remedy);

/// FOLDER/`name` or FOLDER/`name`.gz, whichever is there, the first if both are; empty if none is.
[[nodiscard]] std::filesystem::path existing_file(const std::filesystem::path& folder, const std::string& name);

/// FOLDER/`name` in the first of the folders that has it. Throws AbsentData: `what` ("the text file") "`name`" is in
/// none of them.
[[nodiscard]] std::filesystem::path find_file(const DataFolders& folders, const std::string& what,
                                              const std::string& name);

}  // namespace lowband
