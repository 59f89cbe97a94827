#include "sim/commands/run.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/engine/forked.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/experiment/trial.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

struct PlannedRun {
  std::string folder;
  Trial trial;
};

std::vector<PlannedRun> plan(const Experiment& experiment, const std::string& only) {
  std::vector<PlannedRun> runs;
  const auto seeds = experiment.seeds();
  std::vector<std::string> names;
  for (const auto& scenario : experiment.scenarios) {
    for (const auto& algorithm : experiment.algorithms) {
      const std::string& name = names.emplace_back(fmt::format("{}@{}", algorithm->name(), scenario.name));
      if (name != only && ::fnmatch(only.c_str(), name.c_str(), 0) != 0) continue;
      for (const auto seed : seeds) {
        const auto named_seed = seeds.size() > 1 ? std::optional(seed) : std::nullopt;
        runs.push_back({run_folder_name(algorithm->name(), scenario.name, named_seed),
                        {*algorithm, algorithm.name, scenario, seed}});
      }
    }
  }
  if (runs.empty()) throw UsageError(fmt::format("--only: no run matches \"{}\"{}", only, did_you_mean(only, names)));
  return runs;
}

/// `--out`, without a trailing slash, or results/<experiment name>.
fs::path results_folder(const RunOptions& options, const Experiment& experiment) {
  if (!options.out) return fs::path("results") / folder_name(experiment.name);
  const fs::path out = options.out->lexically_normal();
  if (out.empty()) throw UsageError("--out: expected the name of a folder, found nothing");
  return out.has_filename() ? out : out.parent_path();
}

bool is_results(const fs::path& folder) {
  const fs::path manifest = folder / "manifest.json";
  if (!fs::is_regular_file(manifest)) return false;
  const Json json = read_json_file(manifest);
  return json.is_object() && json.contains("lowband");
}

/// Only what `lowband run` made is ever replaced.
void check_free(const fs::path& out, bool overwrite) {
  if (!fs::exists(out)) return;
  if (!fs::is_directory(out)) {
    throw UsageError(fmt::format("{}: expected a folder for the results, found a file", out.string()));
  }
  if (fs::is_empty(out)) return;
  if (!is_results(out)) {
    throw UsageError(
        fmt::format("{}: expected a new folder for the results, found one that holds something else: "
                    "name another with --out",
                    out.string()));
  }
  if (!overwrite) {
    throw UsageError(
        fmt::format("{}: results exist already: replace them with --overwrite, or name another folder with "
                    "--out",
                    out.string()));
  }
}

/// Makes the results folder, with its manifest in it. Results that were there go when the new folder is ready.
void begin_results(const fs::path& out, const std::string& manifest) {
  const std::vector<FileContent> files = {{"manifest.json", manifest}};
  if (!fs::exists(out)) return write_whole_folder(out, files);
  if (fs::is_empty(out)) return write_whole(out / "manifest.json", manifest);
  const auto beside = [&](const char* suffix) {
    return out.parent_path() / fmt::format(".{}.{}", out.filename().string(), suffix);
  };
  const fs::path fresh = beside("new");
  const fs::path old = beside("old");
  fs::remove_all(fresh);  // what a killed process left behind
  fs::remove_all(old);
  write_whole_folder(fresh, files);
  std::error_code error;
  fs::rename(out, old, error);
  if (error) {  // the root of a file system, say
    fs::remove_all(fresh);
    throw UsageError(fmt::format("{}: cannot be replaced: {}", out.string(), error.message()));
  }
  fs::rename(fresh, out);
  fs::remove_all(old);
}

std::string outcome_of(const RunRecord& record) {
  const Summary& summary = record.summary;
  if (summary.status != "finished") return fmt::format("{}: {}", summary.status, summary.reason);
  if (std::isnan(summary.final.test_accuracy)) return fmt::format("loss {:.4g}", summary.final.train_loss);
  return fmt::format("accuracy {:.2f} %", 100.0 * summary.final.test_accuracy);
}

}  // namespace

DataFolders data_folders(const std::optional<fs::path>& data) {
  DataFolders folders;
  if (data) folders.push_back(*data);
  if (const char* variable = std::getenv("LOWBAND_DATA"); variable != nullptr && *variable != '\0') {
    folders.emplace_back(variable);
  }
  folders.emplace_back("data");
  return folders;
}

int run_command(const RunOptions& options) {
  Experiment experiment(options.experiment);
  const auto runs = plan(experiment, options.only);
  const fs::path out = results_folder(options, experiment);
  check_free(out, options.overwrite);
  static_cast<void>(experiment.inspect_platform());
  const Data data = experiment.load_data(data_folders(options.data));
  std::map<std::uint64_t, Shares> shares;
  for (const auto seed : experiment.seeds()) shares[seed] = experiment.split(data, seed);

  std::vector<std::string> folders;
  for (const auto& run : runs) folders.push_back(run.folder);
  begin_results(out, make_manifest(experiment, data, folders).dump(2) + '\n');

  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  Progress progress(options.quiet);
  std::size_t done = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const PlannedRun& run = runs[i];
    progress.begin(fmt::format("{}/{} {}", i + 1, runs.size(), run.folder), experiment.iterations);
    try {
      progress.end(run_in_child([&] {
        const RunRecord record = run_trial(experiment, run.trial, data, shares.at(run.trial.seed), threads, progress);
        write_run(out / run.folder, record);
        return outcome_of(record);
      }));
      ++done;
    } catch (const UsageError&) {  // the results cannot be written: nor could those of the next run
      progress.end("not written");
      throw;
    } catch (const std::exception& error) {
      progress.end("failed");
      fmt::print(stderr, "lowband: the run {} failed: {}\n", run.folder, error.what());
    }
  }
  if (!options.quiet) fmt::print("{} of {} runs done: {}\n", done, runs.size(), out.string());
  return done == runs.size() ? 0 : 1;
}

}  // namespace lowband
