#include "sim/commands/results_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

constexpr auto manifest_name = "manifest.json";

const Json* named(const Json& list, const Json& name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Json& item) { return item["name"] == name; });
  return found == list.end() ? nullptr : &*found;
}

/// The manifest without what may grow.
Json fixed_part(Json manifest) {
  manifest.erase("runs");
  manifest.erase("scenario_networks");
  manifest["experiment"].erase("scenarios");
  return manifest;
}

/// `manifest` with the runs and scenarios of `more` that it does not have yet.
Json extended(Json manifest, const Json& more) {
  Json& runs = manifest["runs"];
  for (const auto& run : more["runs"]) {
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) runs.push_back(run);
  }
  Json& scenarios = manifest["experiment"]["scenarios"];
  for (const auto& scenario : more["experiment"]["scenarios"]) {
    if (named(scenarios, scenario["name"]) == nullptr) scenarios.push_back(scenario);
  }
  manifest["scenario_networks"].update(more["scenario_networks"]);
  return manifest;
}

}  // namespace

bool holds_results(const fs::path& folder) {
  if (!fs::exists(folder)) return false;
  if (!fs::is_directory(folder)) {
    throw UsageError(fmt::format("{}: expected a folder for the results, found a file", folder.string()));
  }
  if (fs::is_empty(folder)) return false;
  const fs::path file = folder / manifest_name;
  const Json manifest = fs::is_regular_file(file) ? read_json_file(file.string()) : Json();
  if (!manifest.is_object() || !manifest.contains("lowband")) {
    throw UsageError(
        fmt::format("{}: expected a new folder for the results, found one that holds something else: "
                    "name another with --out",
                    folder.string()));
  }
  return true;
}

void begin_results(const fs::path& folder, const std::vector<FileContent>& files) {
  if (!fs::exists(folder)) return write_whole_folder(folder, files);
  const auto beside = [&](const char* suffix) {
    return folder.parent_path() / fmt::format(".{}.{}", folder.filename().string(), suffix);
  };
  const fs::path fresh = beside("new");
  const fs::path old = beside("old");
  fs::remove_all(fresh);  // what a killed process left behind
  fs::remove_all(old);
  write_whole_folder(fresh, files);
  std::error_code error;
  fs::rename(folder, old, error);
  if (error) {  // the root of a file system, say
    fs::remove_all(fresh);
    throw UsageError(fmt::format("{}: cannot be replaced: {}", folder.string(), error.message()));
  }
  fs::rename(fresh, folder);
  fs::remove_all(old);
}

void continue_results(const fs::path& folder, const Json& manifest, const std::vector<FileContent>& unchanged,
                      const std::string& remedy) {
  const auto refuse = [&](const std::string& what) {
    throw UsageError(fmt::format("{}: results exist already{}: {}", folder.string(), what, remedy));
  };
  const Json there = read_json_file((folder / manifest_name).string());
  const Json before = fixed_part(there);
  const Json now = fixed_part(manifest);
  if (before != now) {
    const Json difference = Json::diff(before, now);
    refuse(fmt::format(", of another experiment, which differs in {}",
                       difference.empty() ? "the order of its keys" : difference[0]["path"].get<std::string>()));
  }
  const Json& scenarios = manifest["experiment"]["scenarios"];
  for (const auto& scenario : scenarios) {
    const Json* other = named(there["experiment"]["scenarios"], scenario["name"]);
    if (other != nullptr && *other != scenario) {
      refuse(fmt::format(", of another scenario {}", scenario["name"].dump()));
    }
  }
  for (const auto& file : unchanged) {
    if (read_file(folder / file.name) != file.content) {
      refuse(fmt::format(", of an experiment with another {}", file.name));
    }
  }
  const auto is_done = [&](const Json& run) { return fs::exists(folder / run.get<std::string>()); };
  const Json& runs = manifest["runs"];
  if (std::all_of(runs.begin(), runs.end(), is_done)) refuse("");
  remove_unfinished(folder);
  write_whole(folder / manifest_name, extended(there, manifest).dump(2) + '\n');
}

void remove_unfinished(const fs::path& folder) {
  const fs::path traces = folder / "traces";
  std::error_code ignored;
  for (const fs::path& place : {folder, traces}) {
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(place, ignored)) {
      const auto name = entry.path().filename().string();
      if (name.starts_with('.') && name.find(".partial-") != std::string::npos) unfinished.push_back(entry.path());
    }
    for (const auto& path : unfinished) fs::remove_all(path, ignored);
  }
  fs::remove(traces, ignored);  // which does nothing if it holds something
}

}  // namespace lowband
