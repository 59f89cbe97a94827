// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

/// The folder for results that `out`, of the option --out, names. Throws UsageError if it names none.
[[nodiscard]] std::filesystem::path out_folder(const std::filesystem::path& out);

/// Whether `folder` holds results that `lowband run` made, or is about to; false if it does not exist or is empty.
/// Throws UsageError if it is or holds anything else: only what lowband made is ever replaced or added to.
[[nodiscard]] bool holds_results(const std::filesystem::path& folder);

/// Throws UsageError that says in what the results in `folder` are of another experiment, and ends with `remedy`: what
/// the user can do.
[[noreturn]] void refuse_to_grow(const std::filesystem::path& folder, const std::string& what,
                                 const std::string& remedy);

/// `manifest` with the algorithms, seeds and scenarios that only the results in `folder` have after its own. By
/// refuse_to_grow() if they are of another experiment (see difference()), or if one of `unchanged`, files beside the
/// manifest, differs there.
[[nodiscard]] Json grown_manifest(const std::filesystem::path& folder, const Json& manifest,
                                  const std::vector<FileContent>& unchanged, const std::string& remedy);

/// Makes `manifest`, a grown_manifest(), that of the results in `folder`, whose ResultsLock this process has. Its
/// runs become those that were named there, `runs`, which are to come, and complete ones of the experiment that lie in
/// the folder: in the order of the experiment, whatever order they were made in. Of other runs there it tells on
/// standard error.
void update_manifest(const std::filesystem::path& folder, const Json& manifest, const std::vector<std::string>& runs);

/// Removes the incomplete run in `folder`, if there is one, and tells of it on standard error: it is done again.
void discard_incomplete(const std::filesystem::path& folder);

}  // namespace lowband
