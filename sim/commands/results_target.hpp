#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

/// Whether `folder` holds results that `lowband run` made; false if it does not exist or is empty. Throws UsageError
/// if it is or holds anything else: only what lowband made is ever replaced or added to.
[[nodiscard]] bool holds_results(const std::filesystem::path& folder);

/// Makes the results folder, with `files` in it. Results that were there go when the new folder is ready.
void begin_results(const std::filesystem::path& folder, const std::vector<FileContent>& files);

/// Goes on with the results in `folder`: the manifest becomes that of what is there and what is to come, `manifest`.
/// Throws UsageError, with nothing changed, if they are of another experiment: all but "runs" and the list of
/// scenarios must be equal, scenarios of the same name too, and each of `unchanged`, files beside the manifest; or if
/// nothing is to come. `remedy` ends the message: what the user can do.
void continue_results(const std::filesystem::path& folder, const Json& manifest,
                      const std::vector<FileContent>& unchanged, const std::string& remedy);

/// Removes what processes that were killed left unfinished in `folder`.
void remove_unfinished(const std::filesystem::path& folder);

}  // namespace lowband
