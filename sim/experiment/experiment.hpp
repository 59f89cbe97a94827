// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/data/dataset.hpp"
#include "models/model.hpp"
#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/training_settings.hpp"
#include "sim/base/component.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/experiment/algorithm_list.hpp"
#include "sim/experiment/compute_section.hpp"
#include "sim/experiment/evaluation_section.hpp"
#include "sim/experiment/scenario.hpp"
#include "sim/experiment/seeds_section.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

/// The training samples of each worker.
using Shares = std::vector<std::vector<std::uint32_t>>;

/// An experiment file: every algorithm runs in every scenario, once per seed.
class Experiment final : public Component {
 public:
  /// All defaults; what is required is empty. For `describe` and the schema.
  Experiment() = default;
  /// Reads and checks `file`, and whether the platform has a host for each worker; data are not touched. Throws
  /// UsageError.
  explicit Experiment(const std::string& file);
  /// The experiment in `manifest`, which stands in `file`, on the platform file beside it, and without its scenarios.
  [[nodiscard]] static Experiment of_results(const Json& manifest, const std::string& file);
  /// Puts other scenarios in place of the experiment's; they stand in `scenarios_file`. Throws UsageError if one of
  /// them lacks what the model needs.
  void set_scenarios(std::deque<Scenario> others, const std::string& scenarios_file);

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

  /// The experiment with all defaults filled in; reading it gives the same experiment.
  [[nodiscard]] Json resolved();

  /// Looks at the platform under every scenario, `jobs` of them at a time: enough hosts, and routes for all who talk;
  /// methods that must know where workers are get ready there. The report is that of the platform as it is. Throws
  /// UsageError that points at the key to blame.
  [[nodiscard]] PlatformReport inspect_platform(int jobs = 1);
  /// The same in every scenario, where no method needs to get ready.
  void inspect_scenarios(int jobs) const;
  /// Looks at the platform as it is in one scenario. `all_pairs`: at the routes between all workers, also those who
  /// never talk.
  [[nodiscard]] PlatformReport inspect_platform(const Scenario& scenario, bool all_pairs = false) const;
  /// The method of an algorithm of this experiment, ready as far as can be told by now: for the first scenario, if it
  /// depends on that.
  [[nodiscard]] const Method& method_of(const Algorithm& algorithm) const;
  /// The method of an algorithm of this experiment in a scenario, once the data are loaded and split into `shares`.
  /// Throws UsageError.
  [[nodiscard]] std::shared_ptr<const Method> method_in(const Algorithm& algorithm, const Scenario& scenario,
                                                        const Shares& shares) const;
  /// How fast workers compute in a run.
  [[nodiscard]] ComputeSettings compute_in(const Scenario& scenario, std::uint64_t seed) const;
  /// The devices that workers have in a scenario.
  [[nodiscard]] const Devices& devices_in(const Scenario& scenario) const;
  /// How long a local step takes in a scenario, if that is not left to its operations.
  [[nodiscard]] std::optional<double> step_time_in(const Scenario& scenario) const;
  /// Loads the data set, if there is one, which has the first seed unless it has one already, and binds the model to
  /// it. Throws AbsentData, or UsageError.
  [[nodiscard]] Data load_data(const DataFolders& folders);
  /// Where data are absent: binds the model to what their samples are known to look like; returns whether that is
  /// known. Throws UsageError.
  bool bind_to_known_samples();
  /// Lets methods settle what parameters leave to them. To be called once the platform has been inspected and
  /// the data are loaded, before the experiment is resolved for the manifest. Throws UsageError.
  void settle();
  /// Leaves of every run its first `iterations` steps, and evaluations of a single sample at both ends: enough to see
  /// what runs cost.
  void shorten(std::uint64_t iterations);
  /// The tensors of what an algorithm of this experiment exchanges, once the data are loaded.
  [[nodiscard]] Layout exchanged_by(const Algorithm& algorithm) const;
  /// The training samples of each worker. Throws UsageError.
  [[nodiscard]] Shares split(const Data& data, std::uint64_t seed) const;
  /// The platform file, for the results folder: "platform.xml", and the files that it names. Throws UsageError if one
  /// cannot be read.
  [[nodiscard]] std::vector<FileContent> platform_files() const;
  [[nodiscard]] PlatformSettings platform_in(const Scenario& scenario) const;
  /// The same, with the nodes that an algorithm needs beside the workers.
  [[nodiscard]] PlatformSettings platform_in(const Scenario& scenario, const Algorithm& algorithm) const;
  [[nodiscard]] std::filesystem::path platform_path() const;
  /// The file in which the scenarios stand.
  [[nodiscard]] const std::string& scenarios_file() const noexcept { return scenarios_file_; }
  [[nodiscard]] std::vector<std::uint64_t> seeds() const { return seeds_.list(); }
  /// The model's tensors; empty until the data are loaded.
  [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
  /// Operations of a local step, gradient and optimiser, beside which algorithms may have a few of their own; once the
  /// data are loaded.
  [[nodiscard]] double step_flops(const Algorithm& algorithm) const;
  /// How an algorithm of this experiment trains: as the experiment says, but for what it has for itself.
  [[nodiscard]] const TrainingSettings& training_of(const Algorithm& algorithm) const;
  /// How what is learned is evaluated.
  [[nodiscard]] EvaluationSettings evaluation_settings() const {
    return evaluation.settings_for(workers, model->has_accuracy());
  }
  /// The same, and when a run of this algorithm is evaluated, and over.
  [[nodiscard]] ReporterSettings reporter_settings(const Algorithm& algorithm) const;
  /// Whether what nodes do in a run of this algorithm, and what is evaluated, is the same on every network: then it is
  /// trained once, and timed anywhere.
  [[nodiscard]] bool is_timing_independent(const Algorithm& algorithm) const;

  /// Where an algorithm of this experiment comes from, by its index.
  [[nodiscard]] const AlgorithmOrigin& origin_of(std::size_t algorithm) const { return origins_.at(algorithm); }

  std::string file;
  std::string name;
  std::optional<std::string> description;  ///< of the whole, for people
  std::string platform;                    ///< as in the file: relative to it
  int workers = 0;
  bool timeline = false;  ///< what happens when is kept of runs that have no trace
  std::vector<std::string> hosts;
  NetworkSettings network;
  ComputeSection compute;
  Named<Model> model;
  Named<Dataset> dataset;  ///< none if the model is not trained
  TrainingSettings training;
  EvaluationSection evaluation;
  std::vector<Named<Algorithm>> algorithms;
  std::deque<Scenario> scenarios{{"platform"}};

 private:
  void bind_model(const SampleKind& samples);
  /// Takes `json`, which stands at `place`, a place of `file_in_use`.
  Experiment(const Json& json, const Place& place, std::string file_in_use);

  /// Declares the data set, which may be missing.
  void declare_dataset(Parameters& parameters);
  /// Finds out how each algorithm trains.
  void resolve_training();
  /// The index of an algorithm of this experiment.
  [[nodiscard]] std::size_t index_of(const Algorithm& algorithm) const;
  /// Where the workers of an algorithm that must know it are in a scenario.
  [[nodiscard]] Whereabouts whereabouts_in(const Algorithm& algorithm, const Scenario& scenario) const;
  /// Makes the methods ready that must know where workers are, for the scenario of `report`, which has the routes of
  /// all possible_pairs().
  void prepare_at(const PlatformReport& report);
  /// The pairs that may talk in any scenario, of one algorithm and of all.
  [[nodiscard]] std::vector<std::pair<int, int>> possible_pairs(std::size_t algorithm) const;
  [[nodiscard]] std::vector<std::pair<int, int>> possible_pairs() const;
  /// Looks at the hosts and routes of nodes that are no workers, of the algorithms that have some, in every scenario.
  void inspect_other_nodes() const;
  [[nodiscard]] bool is_of_workers(const std::pair<int, int>& pair) const noexcept {
    return pair.first < workers && pair.second < workers;
  }
  [[nodiscard]] std::vector<std::pair<int, int>> talking_pairs() const;

  std::vector<AlgorithmOrigin> origins_;                ///< by algorithm
  std::vector<TrainingSettings> trainings_;             ///< by algorithm
  std::vector<std::shared_ptr<const Method>> methods_;  ///< by algorithm
  /// Where the workers are in the first scenario, of the algorithms that must know it.
  std::vector<std::shared_ptr<const Whereabouts>> whereabouts_;
  SettledNumbers settled_;
  Layout layout_;
  std::string scenarios_file_;
  SeedsSection seeds_;
};

}  // namespace lowband
