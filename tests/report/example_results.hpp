// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/run_folder.hpp"
#include "tests/results/example_run.hpp"

namespace lowband::test {

/// A run that reached a target of 0.9 after these simulated seconds and bytes, and ended after twice as many seconds.
inline RunRecord reached(const std::string& algorithm, const std::string& scenario, double seconds, std::uint64_t bytes,
                         std::uint64_t seed = 1) {
  RunRecord run = example_run(algorithm, scenario, seed);
  run.metrics[1].sim_time_s = seconds;
  run.metrics[1].bytes_sent = bytes;
  run.metrics[2].sim_time_s = 2.0 * seconds;
  run.summary.final = run.metrics[2];
  run.summary.sim_time_s = 2.0 * seconds;
  return run;
}

inline RunRecord with(RunRecord run, const std::string& paradigm, const std::string& compression) {
  run.summary.paradigm = paradigm;
  run.summary.compression = compression;
  return run;
}

/// The same run with accuracies below 0.6.
inline RunRecord never_reached(RunRecord run) {
  for (auto& row : run.metrics) {
    row.test_accuracy = std::min(row.test_accuracy, 0.55);
    row.workers_test_accuracy = std::min(row.workers_test_accuracy, 0.5);
    row.worst_worker_test_accuracy = std::min(row.worst_worker_test_accuracy, 0.45);
  }
  run.summary.final = run.metrics.back();
  return run;
}

inline RunRecord diverged(RunRecord run, std::uint64_t iteration) {
  run.summary.status = "diverged";
  run.summary.reason = "the loss is nan";
  run.summary.diverged_at = iteration;
  return run;
}

inline RunRecord unstable(RunRecord run) {
  run.summary.status = "unstable";
  run.summary.reason = "the last training loss is above the first";
  return run;
}

/// As if the workers' own models had not been looked at for their training loss.
inline RunRecord without_worker_losses(RunRecord run) {
  for (auto& row : run.metrics) {
    row.workers_train_loss = std::numeric_limits<double>::quiet_NaN();
    row.worst_worker_train_loss = std::numeric_limits<double>::quiet_NaN();
  }
  run.summary.final = run.metrics.back();
  return run;
}

/// As if all workers had the mean model throughout.
inline RunRecord with_equal_models(RunRecord run) {
  for (auto& row : run.metrics) {
    row.worst_worker_test_accuracy = row.workers_test_accuracy;
    row.worst_worker_train_loss = row.workers_train_loss;
    row.consensus_distance = 0.0;
  }
  run.summary.final = run.metrics.back();
  return run;
}

/// The same run, of whose changes these were so stale.
inline RunRecord with_staleness(RunRecord run, std::vector<StalenessRow> rows) {
  run.staleness = std::move(rows);
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

/// The same results with numbers of the types that they have when they are read from a file.
inline ResultsFolder as_read(ResultsFolder results) {
  results.manifest = Json::parse(results.manifest.dump());
  return results;
}

/// Results with these runs, each in the manifest under its folder's name, of an experiment with a target of 0.9 whose
/// file has algorithms and scenarios in the order of the runs.
inline ResultsFolder results_of(const std::string& experiment, std::vector<RunRecord> runs) {
  ResultsFolder results{"results/" + experiment, {}, std::move(runs), {}};
  results.manifest = {{"lowband", "0.1.0"}, {"runs", Json::array()}};
  results.manifest["evaluation"] = {
      {"train_samples", 2048}, {"test_samples", 2000}, {"worker_test_samples", 1000}, {"worker_train_samples", 500}};
  Json& stated = results.manifest["experiment"] = {{"name", experiment}};
  stated["workers"] = results.runs.empty() ? 0 : results.runs.front().summary.workers;
  stated["evaluation"] = {{"target_accuracy", 0.9}, {"hold", 2}, {"of", "workers"}};
  stated["algorithms"] = Json::array();
  stated["scenarios"] = Json::array();
  const auto add_new = [](Json& list, Json entry) {
    const bool is_new = std::none_of(list.begin(), list.end(),
                                     [&entry](const Json& other) { return other.at("name") == entry.at("name"); });
    if (is_new) list.push_back(std::move(entry));
  };
  for (const auto& run : results.runs) {
    const auto& summary = run.summary;
    results.manifest["runs"].push_back(run_folder_name(summary.algorithm, summary.scenario, summary.seed));
    add_new(stated["algorithms"], {{"name", summary.algorithm},
                                   {"paradigm", summary.paradigm},
                                   {"compression", {{"name", summary.compression}}}});
    add_new(stated["scenarios"], {{"name", summary.scenario}});
  }
  return as_read(std::move(results));
}

/// The same results of an experiment with this `evaluation`.
inline ResultsFolder with_evaluation(ResultsFolder results, Json evaluation) {
  results.manifest["experiment"]["evaluation"] = std::move(evaluation);
  return as_read(std::move(results));
}

/// The same results of an experiment file that has the algorithms in this order.
inline ResultsFolder in_file_order(ResultsFolder results, const std::vector<std::string>& names) {
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  const auto place = [&names](const Json& algorithm) {
    return std::find(names.begin(), names.end(), algorithm.at("name").get<std::string>());
  };
  std::sort(algorithms.begin(), algorithms.end(),
            [&place](const Json& a, const Json& b) { return place(a) < place(b); });
  return results;
}

/// Takes the k-th run away, as if it had not been finished.
inline ResultsFolder without(ResultsFolder results, std::size_t k) {
  results.missing.push_back(results.manifest["runs"][k].get<std::string>());
  results.runs.erase(results.runs.begin() + static_cast<std::ptrdiff_t>(k));
  return results;
}

}  // namespace lowband::test
