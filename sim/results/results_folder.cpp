#include "sim/results/results_folder.hpp"

#include <fmt/format.h>

#include <system_error>

#include "sim/base/error.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

ResultsFolder read_results(const fs::path& folder) {
  const fs::path file = folder / "manifest.json";
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found {}", folder.string(),
                                 fs::exists(folder, ignored) ? "a file" : "nothing of this name"));
  }
  if (!fs::exists(file, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found no manifest.json in it", folder.string()));
  }
  ResultsFolder results{folder, read_json_file(file.string()), {}, {}};
  const Place place(file.string());
  if (!results.manifest.is_object() || !results.manifest.contains("lowband")) {
    place.fail("expected a manifest of lowband, found no key \"lowband\"");
  }
  if (!results.manifest.contains("runs")) place.fail("the key \"runs\" is missing");
  const Json& runs = results.manifest.at("runs");
  if (!runs.is_array()) (place / "runs").expected("a list of folder names", runs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].is_string()) (place / "runs" / i).expected("the name of a folder", runs[i]);
    const auto name = runs[i].get<std::string>();
    if (fs::is_directory(folder / name, ignored)) {
      results.runs.push_back(read_run(folder / name));
    } else {
      results.missing.push_back(name);
    }
  }
  return results;
}

}  // namespace lowband
