#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/run_folder.hpp"
#include "tests/results/example_run.hpp"

namespace lowband::test {

/// A run that met its target after these simulated seconds and bytes.
inline RunRecord reached(const std::string& algorithm, const std::string& scenario, double seconds, std::uint64_t bytes,
                         std::uint64_t seed = 1) {
  RunRecord run = example_run(algorithm, scenario, seed);
  run.summary.reached = Target{20, seconds, bytes};
  return run;
}

inline RunRecord with(RunRecord run, const std::string& paradigm, const std::string& compression) {
  run.summary.paradigm = paradigm;
  run.summary.compression = compression;
  return run;
}

inline RunRecord never_reached(RunRecord run) {
  run.summary.reached.reset();
  return run;
}

inline RunRecord diverged(RunRecord run, std::uint64_t iteration) {
  run.summary.status = "diverged";
  run.summary.reason = "the training loss";
  run.summary.iterations = iteration;
  run.summary.reached.reset();
  return run;
}

inline RunRecord with_workers(RunRecord run, int workers) {
  run.summary.workers = workers;
  return run;
}

/// A run by so many workers whose squared gradients are these, evaluation by evaluation.
inline RunRecord with_gradients(const std::string& algorithm, int workers, const std::vector<double>& gradients,
                                std::uint64_t seed = 1) {
  RunRecord run = with_workers(example_run(algorithm, "lan", seed), workers);
  run.metrics.resize(gradients.size());
  for (std::size_t k = 0; k < gradients.size(); ++k) run.metrics[k].gradient_norm_sq = gradients[k];
  return run;
}

/// Results with these runs, each in the manifest under its folder's name.
inline ResultsFolder results_of(const std::string& experiment, std::vector<RunRecord> runs) {
  ResultsFolder results{"results/" + experiment, {}, std::move(runs), {}};
  results.manifest = {{"lowband", "0.1.0"}, {"runs", Json::array()}};
  results.manifest["experiment"] = {{"name", experiment}, {"algorithms", Json::array()}};
  for (const auto& run : results.runs) {
    const auto& summary = run.summary;
    results.manifest["runs"].push_back(run_folder_name(summary.algorithm, summary.scenario, summary.seed));
    results.manifest["experiment"]["algorithms"].push_back(
        {{"name", summary.algorithm}, {"paradigm", summary.paradigm}});
  }
  return results;
}

/// Takes the k-th run away, as if it had not been finished.
inline ResultsFolder without(ResultsFolder results, std::size_t k) {
  results.missing.push_back(results.manifest["runs"][k].get<std::string>());
  results.runs.erase(results.runs.begin() + static_cast<std::ptrdiff_t>(k));
  return results;
}

}  // namespace lowband::test
