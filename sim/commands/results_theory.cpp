// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/results_theory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/commands/prepared_results.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/swept_values.hpp"
#include "sim/results/layout.hpp"
#include "sim/theory/measured_constants.hpp"

namespace lowband {

namespace {

/// The bound that is about an algorithm as the manifest has it, or why there is none.
AlgorithmTheory bound_about(const Json& algorithm) {
  const std::string paradigm = algorithm.value("paradigm", "");
  const std::string codec = algorithm.value(Json::json_pointer("/compression/name"), "none");
  const Json local_steps = algorithm.value("local_steps", Json());
  const auto none = [](std::string why) { return AlgorithmTheory{"", {}, std::move(why), ""}; };
  if (paradigm != "all-reduce" && paradigm != "gossip") {
    return none(fmt::format("no bound is known here of the paradigm {}", paradigm));
  }
  if (algorithm.value(Json::json_pointer("/outer/name"), "none") != "none") return none("it has an outer optimiser");
  if (!local_steps.is_number()) return none("its local steps are no number");
  const bool is_of_one_step = local_steps.get<double>() == 1.0;
  if (paradigm == "gossip") {
    const std::string method = algorithm.value("method", "");
    if (method == "choco" && is_of_one_step) return {"choco", {}, "", ""};
    if (codec == "none" && is_of_one_step && (method == "d-psgd" || method == "plain")) return {"d-psgd", {}, "", ""};
  }
  if (codec != "none") return {"qpr-sgd", {}, "", ""};
  if (paradigm == "gossip") return none("no bound is known here of gossip after several local steps");
  return {is_of_one_step ? "parallel-sgd" : "pr-sgd", {}, "", ""};
}

/// What all bounds take of how it is trained; "" if it is so.
std::string lack_of_training(const TrainingSettings& training) {
  if (training.optimizer.name != "sgd" || training.optimizer->state_vectors() > 0) {
    return "it takes SGD without momentum";
  }
  const bool is_constant =
      training.schedule.name == "constant" && training.learning_rate_of(1) == training.learning_rate;
  if (!is_constant) return "it takes a constant learning rate";
  return training.weight_decay != 0.0 ? "it is of training without weight decay" : "";
}

/// Throws UsageError unless `data` are those that the results were made of.
void check_data(const ResultsFolder& results, const Data& data) {
  const Json recorded = results.manifest.value(Json::json_pointer("/data/train/sha256"), Json());
  if (recorded.is_null() || recorded == data.train.sha256()) return;
  throw UsageError(fmt::format("--theory: the training data are not those of {}", results.path.string()));
}

/// Fills in what the bound of an algorithm comes to.
void evaluate(AlgorithmTheory& theory, const TrainingSettings& training, const Json& algorithm, int workers,
              const std::map<std::uint64_t, MeasuredConstants>& constants) {
  const auto bound = bounds().find(theory.bound)->make();
  theory.why_not = lack_of_training(training);
  const BoundSettings settings{.iterations = static_cast<double>(training.iterations),
                               .workers = static_cast<double>(workers),
                               .local_steps = algorithm.at("local_steps").get<double>(),
                               .learning_rate = training.learning_rate};
  for (const auto& [seed, measured] : constants) {
    if (theory.why_not.empty()) theory.why_not = bound->lack(measured.constants, settings);
    if (!theory.why_not.empty()) return;
    if (const auto value = bound->value(measured.constants, settings)) theory.by_seed[seed] = *value;
    if (theory.constants.empty()) theory.constants = fmt::format("{}", fmt::join(measured.words, ", "));
  }
}

void add_theory(Theory& theory, const ResultsFolder& results, const DataFolders& folders) {
  const std::string manifest_file = (results.path / manifest_name).string();
  Experiment experiment = Experiment::of_results(results.manifest, manifest_file);
  if (!experiment.model->is_trained()) {
    throw UsageError(fmt::format("--theory: {}: nothing was learned", results.path.string()));
  }
  const Data data = experiment.load_data(folders);
  check_data(results, data);
  std::map<std::pair<std::uint64_t, int>, MeasuredConstants> known;  // by seed and batch size
  for (const auto& algorithm : experiment.algorithms) {
    const Json stated = algorithm_in(results, algorithm->name());
    AlgorithmTheory& own = theory[{results.path, algorithm->name()}] = bound_about(stated);
    if (own.bound.empty()) continue;
    const TrainingSettings& training = experiment.training_of(*algorithm);
    std::map<std::uint64_t, MeasuredConstants> constants;
    for (const auto seed : experiment.seeds()) {
      const auto [found, is_new] = known.try_emplace({seed, training.batch_size});
      if (is_new) {
        const Shares shares = experiment.split(data, seed);
        const Problem problem(*experiment.model, data, shares, training.batch_size, seed);
        found->second = constants_of(problem, shares, training.batch_size);
      }
      constants[seed] = found->second;
    }
    evaluate(own, training, stated, experiment.workers, constants);
  }
}

}  // namespace

Theory theory_of(std::span<const ResultsFolder> results, const std::optional<std::filesystem::path>& data) {
  Theory theory;
  for (const auto& folder : results) add_theory(theory, folder, data_folders(data));
  return theory;
}

}  // namespace lowband
