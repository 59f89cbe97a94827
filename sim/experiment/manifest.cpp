// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/manifest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include <tbb/version.h>
#include <Eigen/Core>

#include "models/file_model.hpp"
#include "models/layers/onednn.hpp"
#include "sim/engine/simgrid_version.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/experiment/version.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

/// The vector instructions this program was compiled for: same ones, same results bit for bit.
std::string instruction_set() {
  std::string set;
#if defined(__x86_64__)
  set = "x86-64";
#elif defined(__aarch64__)
  set = "aarch64";
#else
  set = "unknown";
#endif
#ifdef __SSE4_2__
  set += " sse4.2";
#endif
#ifdef __AVX__
  set += " avx";
#endif
#ifdef __AVX2__
  set += " avx2";
#endif
#ifdef __FMA__
  set += " fma";
#endif
#ifdef __AVX512F__
  set += " avx512f";
#endif
  return set;
}

Json versions() {
  return {{"simgrid", simgrid_version()},
          {"eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
          {"onednn", onednn::version()},
          {"onetbb", fmt::format("{}.{}", TBB_VERSION_MAJOR, TBB_VERSION_MINOR)},
          {"compiler", program_compiler()}};
}

/// The network of the experiment and its platform, whatever scenarios change.
Json network_of(const Experiment& experiment) {
  return inspect_settings(experiment.platform_in(Scenario{"platform"})).settings;
}

/// The network of each scenario that has one of its own, by itself or by its platform.
Json scenario_networks(const Experiment& experiment, const Json& of_experiment) {
  Json networks = Json::object();
  for (const auto& scenario : experiment.scenarios) {
    if (!scenario.has_own_settings()) continue;
    const Json network = inspect_settings(experiment.platform_in(scenario)).settings;
    if (scenario.network || network != of_experiment) networks[scenario.name] = network;
  }
  return networks;
}

}  // namespace

Json make_manifest(Experiment& experiment, const Data& data, const std::vector<std::string>& runs) {
  Json manifest;
  manifest["lowband"] = program_version();
  manifest["format"] = results_format;
  manifest["libraries"] = versions();
  manifest["instruction_set"] = instruction_set();
  manifest["built_for"] = program_target();
  manifest["parameters"] = experiment.model->parameter_count();
  if (const auto* const by_file = dynamic_cast<const FileModel*>(&*experiment.model)) {
    manifest["model_file"] = by_file->facts();
  }
  manifest["data"] = Json::object();
  if (experiment.dataset) {
    manifest["data"] = {{"train", {{"samples", data.train.size()}, {"sha256", data.train.sha256()}}},
                        {"test", {{"samples", data.test.size()}, {"sha256", data.test.sha256()}}}};
  }
  const auto samples = evaluation_samples(experiment.evaluation_settings(), data.train.size(), data.test.size());
  manifest["evaluation"] = {{"train_samples", samples.train},
                            {"test_samples", samples.test},
                            {"worker_test_samples", samples.worker_test},
                            {"worker_train_samples", samples.worker_train}};
  if (!data.notes.empty()) manifest["data"]["notes"] = data.notes;
  manifest["message_header_bytes"] = message_header_bytes;
  manifest["network"] = network_of(experiment);
  manifest["scenario_networks"] = scenario_networks(experiment, manifest["network"]);
  Json& facts = manifest["algorithms"] = Json::object();
  for (const auto& algorithm : experiment.algorithms)
    facts[algorithm->name()] = experiment.method_of(*algorithm).facts();
  manifest["runs"] = runs;
  manifest["experiment"] = experiment.resolved();
  return manifest;
}

Json retimed_manifest(Json manifest, Experiment& experiment) {
  manifest["scenario_networks"] = scenario_networks(experiment, network_of(experiment));
  manifest["experiment"]["scenarios"] = scenarios_json(experiment.scenarios);
  return manifest;
}

Json runs_of(const Json& manifest) {
  const Json& experiment = manifest.at("experiment");
  const auto seeds = seeds_of(manifest);
  Json runs = Json::array();
  for (const auto& scenario : experiment.at("scenarios")) {
    for (const auto& algorithm : experiment.at("algorithms")) {
      for (const auto& seed : seeds) {
        runs.push_back(
            run_folder_name(algorithm.at("name").get<std::string>(), scenario.at("name").get<std::string>(), seed));
      }
    }
  }
  return runs;
}

Json with_runs(Json manifest, const Json& runs) {
  Json ordered = Json::array();
  for (const auto& run : runs_of(manifest)) {
    if (std::find(runs.begin(), runs.end(), run) != runs.end()) ordered.push_back(run);
  }
  manifest["runs"] = std::move(ordered);
  return manifest;
}

}  // namespace lowband
