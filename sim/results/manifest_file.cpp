// SPDX-License-Identifier: Apache-2.0
#include "sim/results/manifest_file.hpp"

#include <fmt/format.h>

#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/results/replacement.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

void check_is_readable(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found {}", folder.string(),
                                 fs::exists(folder, ignored) ? "a file" : "nothing of this name"));
  }
  if (is_being_replaced(folder)) {
    throw UsageError(
        fmt::format("{}: its results are being replaced: if no process does that any more, the same \"lowband run\", "
                    "without --overwrite, goes on with it",
                    folder.string()));
  }
  if (!fs::exists(folder / manifest_name, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found no {} in it", folder.string(), manifest_name));
  }
}

void check_format(const fs::path& folder, const Json& manifest, const Place& place) {
  if (!manifest.contains("format")) {
    throw UsageError(
        fmt::format("{}: results of an earlier version of lowband, which gave them no format number; this one reads "
                    "format {}: run the experiment again, into another folder or with --overwrite",
                    folder.string(), results_format));
  }
  const Json& format = manifest.at("format");
  if (!format.is_number_unsigned() || format == 0U) (place / "format").expected("a whole number from 1", format);
  if (format > results_format) {
    throw UsageError(fmt::format("{}: results of format {}, of a later version of lowband; this one reads format {}",
                                 folder.string(), format.dump(), results_format));
  }
}

void check_runs(const Json& manifest, const Place& place) {
  if (!manifest.contains("runs")) place.fail("the key \"runs\" is missing");
  const Json& runs = manifest.at("runs");
  if (!runs.is_array()) (place / "runs").expected("a list of folder names", runs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].is_string()) (place / "runs" / i).expected("the name of a folder", runs[i]);
  }
}

}  // namespace

Json read_manifest(const fs::path& folder) {
  check_is_readable(folder);
  const std::string file = (folder / manifest_name).string();
  const Place place(file);
  Json manifest = read_json_file(file);
  if (!manifest.is_object() || !manifest.contains("lowband")) {
    place.fail("expected a manifest of lowband, found no key \"lowband\"");
  }
  check_format(folder, manifest, place);
  check_runs(manifest, place);
  return manifest;
}

}  // namespace lowband
