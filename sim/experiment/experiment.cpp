// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "models/file_model.hpp"
#include "sim/base/size_limit.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/whereabouts_of.hpp"
#include "sim/experiment/checks.hpp"
#include "sim/experiment/concerning.hpp"
#include "sim/experiment/experiment_file.hpp"
#include "sim/experiment/network_section.hpp"
#include "sim/experiment/platform_file.hpp"
#include "sim/experiment/platform_inspection.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

namespace {

/// The experiment's platform file in its results folder.
constexpr auto platform_copy_name = "platform.xml";

constexpr double most_workers = 16777215.0;  // ranks are ints; no machine has memory for as many (check_workers)

/// Declares what `declare` declares; all but what `kept` names is about learning, and has no effect where `why_not`
/// tells why.
void declare_of_learning(Parameters& parameters, const std::vector<std::string>& kept,
                         const std::function<std::string()>& why_not, const std::function<void(Parameters&)>& declare) {
  Parameters all;
  declare(all);
  for (const auto& parameter : all.list()) {
    parameters.add(parameter);
    if (std::find(kept.begin(), kept.end(), parameter.name) == kept.end()) parameters.no_effect_if(why_not);
  }
}

/// Declares what the file says of itself.
void declare_description(Parameters& parameters, std::optional<std::string>& description) {
  Parameter parameter;
  parameter.name = "description";
  parameter.type = "text";
  parameter.help =
      "for people: results keep it, and are the same without it; every other object of the file may have one, too";
  parameter.schema = {{"type", {"string", "null"}}};
  parameter.read = [&description](const Json& json, const Place& place) {
    if (!json.is_string() && !json.is_null()) place.expected("text", json);
    description = json.is_null() ? std::nullopt : std::optional(json.get<std::string>());
  };
  parameter.value = [&description] { return description ? Json(*description) : Json(nullptr); };
  parameters.add(std::move(parameter));
}

}  // namespace

Experiment::Experiment(const std::string& experiment_file)
    : Experiment(read_experiment_file(experiment_file), Place(experiment_file), experiment_file) {
  check_step_times(*this, Place(experiment_file) / "scenarios");
}

Experiment::Experiment(const Json& json, const Place& place, std::string file_in_use)
    : file(std::move(file_in_use)), scenarios_file_(file) {
  Parameters declared;
  parameters(declared);
  declared.read(json, place, {"$schema"});  // the key by which editors find the schema
  check(place);
}

Experiment Experiment::of_results(const Json& manifest, const std::string& file) {
  const Place place = Place(file) / "experiment";
  if (!manifest.contains("experiment")) place.fail("expected the experiment as resolved, found nothing");
  Json json = manifest["experiment"];
  json["platform"] = platform_copy_name;
  json.erase("scenarios");
  return {json, place, file};
}

void Experiment::set_scenarios(std::deque<Scenario> others, const std::string& scenarios_file) {
  scenarios = std::move(others);
  scenarios_file_ = scenarios_file;
  check_step_times(*this, Place(scenarios_file) / "scenarios");
}

void Experiment::parameters(Parameters& parameters) {
  using enum Parameters::Need;
  parameters.text("name", name, "name of the experiment, and of its results folder", required);
  declare_description(parameters, description);
  seeds_.parameters(parameters);
  parameters.text("platform", platform, "SimGrid platform file, relative to this file", required);
  parameters.integer("workers", workers, {.least = 1, .most = most_workers}, "",
                     "M: one worker per host, in platform order", required);
  parameters.texts("hosts", hosts, "names of the workers' hosts; empty: the first ones of the platform file");
  declare_network(parameters, network);
  declare_compute(parameters, compute, std::filesystem::path(file).parent_path());
  declare_component(parameters, "model", model, models(), "what is trained", required);
  declare_dataset(parameters);
  const auto why_nothing_learned = [this] { return why_nothing_is_learned(model); };
  declare_object(parameters, "training", "local steps", required, [this, why_nothing_learned](Parameters& declared) {
    declare_of_learning(declared, {"iterations", "optimizer"}, why_nothing_learned,
                        [this](Parameters& all) { training.parameters(all); });
  });
  declare_object(parameters, "evaluation", "how models are evaluated, and the target; takes no simulated time",
                 optional, [this, why_nothing_learned](Parameters& declared) {
                   declare_of_learning(declared, {"clock", "every"}, why_nothing_learned,
                                       [this](Parameters& all) { evaluation.parameters(all); });
                 });
  parameters.flag("timeline", timeline,
                  "runs without a trace keep their timeline, for \"lowband timeline\" and \"lowband why\"");
  declare_algorithms(parameters, algorithms, origins_,
                     [this](std::size_t i) { return i < methods_.size() ? methods_[i]->settled() : Json::object(); });
  declare_scenarios(parameters, scenarios, std::filesystem::path(file).parent_path());
}

void Experiment::declare_dataset(Parameters& parameters) {
  Parameters declared;
  declare_component(declared, "dataset", dataset, datasets(),
                    "data to train on, and how they are split; none if the model is not trained");
  Parameter parameter = declared.list().front();
  parameter.schema["anyOf"].push_back({{"type", "null"}});
  parameter.read = [this, read = parameter.read](const Json& json, const Place& place) {
    if (!json.is_null()) return read(json, place);
    dataset = {};
  };
  parameters.add(std::move(parameter));
}

void Experiment::check(const Place& place) {
  check_experiment_names(*this, place);
  seeds_.check(place);
  check_workers(*this, place);
  evaluation.check(place / "evaluation");
  evaluation.settle_of(all_have_servers(*this));
  evaluation.settle_every(model->is_trained());
  check_learning(*this, place);
  resolve_training();
  check_hosts(*this, place);
  check_effects(*this, place);
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    methods_.push_back(algorithms[i]->prepared({.workers = workers}, origins_[i].place));
  }
  whereabouts_.resize(algorithms.size());
}

void Experiment::resolve_training() {
  trainings_.clear();
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    Algorithm& algorithm = *algorithms[i];
    TrainingSettings& own =
        trainings_.emplace_back(training.with(algorithm.training(), origins_[i].place / "training"));
    Parameters declared;
    own.parameters(declared);
    const Json values = declared.values();
    Json resolved = Json::object();
    for (const auto& item : algorithm.training().items()) resolved[item.key()] = values.at(item.key());
    algorithm.set_training(std::move(resolved));
  }
}

std::size_t Experiment::index_of(const Algorithm& algorithm) const {
  const auto is_it = [&](const auto& named) { return &*named == &algorithm; };
  return static_cast<std::size_t>(std::find_if(algorithms.begin(), algorithms.end(), is_it) - algorithms.begin());
}

const TrainingSettings& Experiment::training_of(const Algorithm& algorithm) const {
  return trainings_.at(index_of(algorithm));
}

Json Experiment::resolved() {
  Parameters declared;
  parameters(declared);
  return declared.values();
}

std::filesystem::path Experiment::platform_path() const {
  return (std::filesystem::path(file).parent_path() / platform).lexically_normal();
}

std::vector<FileContent> Experiment::platform_files() const {
  return concerning(Place(file) / "platform", [&] { return platform_copies(platform_path(), platform_copy_name); });
}

PlatformSettings Experiment::platform_in(const Scenario& scenario) const {
  PlatformSettings settings;
  settings.file = scenario.platform.empty() ? platform_path().string() : scenario.platform_file.string();
  settings.network = scenario.network.value_or(network);
  settings.changes = scenario.links;
  settings.workers = workers;
  settings.hosts = hosts;
  settings.host_changes = scenario.hosts;
  return settings;
}

PlatformSettings Experiment::platform_in(const Scenario& scenario, const Algorithm& algorithm) const {
  PlatformSettings settings = platform_in(scenario);
  settings.others = algorithm.other_nodes(workers);
  return settings;
}

ComputeSettings Experiment::compute_in(const Scenario& scenario, std::uint64_t seed) const {
  ComputeSettings settings = devices_in(scenario).added_to(compute.settings, workers, seed);
  settings.step_time_s = step_time_in(scenario);
  return settings;
}

const Devices& Experiment::devices_in(const Scenario& scenario) const {
  return scenario.devices.empty() ? compute.devices : scenario.devices;
}

std::optional<double> Experiment::step_time_in(const Scenario& scenario) const {
  return scenario.step_time_s ? scenario.step_time_s : compute.settings.step_time_s;
}

ReporterSettings Experiment::reporter_settings(const Algorithm& algorithm) const {
  ReporterSettings settings;
  settings.evaluation = evaluation_settings();
  settings.clock = evaluation.clock_for(algorithm.is_in_step());
  settings.every_s = evaluation.every_s.value_or(0.0);
  settings.iterations = training_of(algorithm).iterations;
  settings.servers = static_cast<int>(algorithm.other_nodes(workers).size());
  settings.regulariser = training_of(algorithm).regulariser();
  if (evaluation.stop_at_target) settings.stop_at = evaluation.target();
  return settings;
}

bool Experiment::is_timing_independent(const Algorithm& algorithm) const {
  return algorithm.is_timing_independent() &&
         evaluation.clock_for(algorithm.is_in_step()) == EvaluationClock::iterations;
}

std::vector<std::pair<int, int>> Experiment::talking_pairs() const {
  std::set<std::pair<int, int>> talking;
  for (const auto& method : methods_) {
    for (const auto& pair : method->pairs()) {
      if (is_of_workers(pair)) talking.insert(pair);
    }
  }
  return {talking.begin(), talking.end()};
}

std::vector<std::pair<int, int>> Experiment::possible_pairs(std::size_t algorithm) const {
  return algorithms[algorithm]->prepared({.workers = workers}, origins_[algorithm].place)->pairs();
}

std::vector<std::pair<int, int>> Experiment::possible_pairs() const {
  std::set<std::pair<int, int>> possible;
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    const auto pairs = algorithms[i]->needs_whereabouts() ? possible_pairs(i) : methods_[i]->pairs();
    std::copy_if(pairs.begin(), pairs.end(), std::inserter(possible, possible.end()),
                 [this](const auto& pair) { return is_of_workers(pair); });
  }
  return {possible.begin(), possible.end()};
}

PlatformReport Experiment::inspect_platform(int jobs) {
  const auto pairs = possible_pairs();
  PlatformReport as_it_is = inspect_own_platform(*this, pairs);
  std::vector<const Scenario*> changed;
  for (auto scenario = scenarios.rbegin(); scenario != scenarios.rend(); ++scenario) {
    if (!scenario->changes_nothing()) changed.push_back(&*scenario);
  }
  // The first scenario comes last, so that what methods tell of themselves is as it is there.
  const bool is_first_unchanged = scenarios.front().changes_nothing();
  if (!is_first_unchanged && changed.size() < scenarios.size()) prepare_at(as_it_is);
  lowband::inspect_scenarios(*this, changed, pairs, jobs, [this](const PlatformReport& report) { prepare_at(report); });
  if (is_first_unchanged) prepare_at(as_it_is);
  inspect_other_nodes();
  return as_it_is;
}

void Experiment::inspect_other_nodes() const {
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    if (algorithms[i]->other_nodes(workers).empty()) continue;
    for (const Scenario& scenario : scenarios) {
      const PlatformReport report = concerning(origins_[i].place, [&] {
        return lowband::inspect_platform(platform_in(scenario, *algorithms[i]), methods_[i]->pairs());
      });
      check_devices(*this, scenario, report);
    }
  }
}

void Experiment::prepare_at(const PlatformReport& report) {
  const auto whereabouts = std::make_shared<const Whereabouts>(whereabouts_of(report));
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    if (!algorithms[i]->needs_whereabouts()) continue;
    whereabouts_[i] = whereabouts;
    methods_[i] =
        algorithms[i]->prepared({.workers = workers, .whereabouts = whereabouts_[i].get()}, origins_[i].place);
  }
}

void Experiment::inspect_scenarios(int jobs) const {
  std::vector<const Scenario*> all;
  for (const auto& scenario : scenarios) all.push_back(&scenario);
  lowband::inspect_scenarios(*this, all, talking_pairs(), jobs, [](const PlatformReport& /*report*/) {});
}

Whereabouts Experiment::whereabouts_in(const Algorithm& algorithm, const Scenario& scenario) const {
  return whereabouts_of(lowband::inspect_platform(platform_in(scenario), possible_pairs(index_of(algorithm))));
}

const Method& Experiment::method_of(const Algorithm& algorithm) const { return *methods_.at(index_of(algorithm)); }

std::shared_ptr<const Method> Experiment::method_in(const Algorithm& algorithm, const Scenario& scenario,
                                                    const Shares& shares) const {
  const std::size_t index = index_of(algorithm);
  const bool needs_whereabouts = algorithm.needs_whereabouts();
  if (!needs_whereabouts && algorithm.key_of_samples().empty()) return methods_.at(index);
  Whereabouts whereabouts;
  if (needs_whereabouts) whereabouts = whereabouts_in(algorithm, scenario);
  SettledNumbers known = settled_;
  Setting setting{.workers = workers,
                  .whereabouts = needs_whereabouts ? &whereabouts : nullptr,
                  .exchanged = exchanged_by(algorithm),
                  .known = &known};
  for (const auto& share : shares) setting.samples.push_back(share.size());
  return algorithm.prepared(setting, origins_[index].place);
}

PlatformReport Experiment::inspect_platform(const Scenario& scenario, bool all_pairs) const {
  std::vector<std::pair<int, int>> pairs = talking_pairs();
  if (all_pairs) {
    pairs.clear();
    for (int from = 0; from < workers; ++from) {
      for (int to = 0; to < workers; ++to) {
        if (from != to) pairs.emplace_back(from, to);
      }
    }
  }
  PlatformReport report;
  lowband::inspect_scenarios(*this, {&scenario}, pairs, 1, [&report](const PlatformReport& its) { report = its; });
  return report;
}

Data Experiment::load_data(const DataFolders& folders) {
  const Place place(file);
  Data data;
  if (auto* const by_file = dynamic_cast<FileModel*>(&*model)) {
    FileModel::Surroundings here{.folders = {std::filesystem::path(file).parent_path()}, .apart = run_in_child};
    here.folders.insert(here.folders.end(), folders.begin(), folders.end());
    concerning(place / "model", [&] { by_file->open(here); });
  }
  if (dataset) {
    dataset->default_seed(seeds().front());
    data = concerning(place / "dataset", [&] { return dataset->load(folders); });
    data.folders = folders;
  }
  bind_model({data.train.shape(), data.train.labels().shape()});
  return data;
}

bool Experiment::bind_to_known_samples() {
  const auto known = dataset->known_samples();
  if (known) bind_model(*known);
  return known.has_value();
}

void Experiment::bind_model(const SampleKind& samples) {
  const Place place(file);
  concerning(place / "model", [&] { model->bind(samples.shape, samples.labels); });
  if (dynamic_cast<const FileModel*>(&*model) != nullptr) check_buffers(*this);
  layout_ = model->layout();
  double floats = 0.0;
  if (model->is_trained()) floats = static_cast<double>(size_of(layout_));
  check_memory(workers * (least_bytes_per_worker + sizeof(float) * floats),
               fmt::format("models of {} workers", workers), place / "workers");
}

void Experiment::settle() {
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    const Algorithm& algorithm = *algorithms[i];
    algorithm.check_tensors(exchanged_by(algorithm), origins_[i].place);
    const bool has_other_nodes = !algorithm.other_nodes(workers).empty();  // who know the tensors from the method alone
    if (!algorithm.has_to_settle() && !has_other_nodes) continue;
    methods_[i] = algorithm.prepared({.workers = workers,
                                      .whereabouts = whereabouts_[i].get(),
                                      .exchanged = exchanged_by(algorithm),
                                      .known = &settled_},
                                     origins_[i].place);
  }
}

void Experiment::shorten(std::uint64_t iterations) {
  training.iterations = iterations;
  for (auto& own : trainings_) own.iterations = iterations;
  evaluation.shorten(iterations);
}

double Experiment::step_flops(const Algorithm& algorithm) const {
  return model->gradient_flops(static_cast<std::size_t>(training.batch_size)) +
         training_of(algorithm).flops_per_parameter() * static_cast<double>(model->parameter_count());
}

Layout Experiment::exchanged_by(const Algorithm& algorithm) const {
  const bool is_averaged = algorithm.optimizer_state() == StateAtSynchronisation::averaged;
  return exchanged_layout(*model, algorithm.exchanges_buffers(),
                          is_averaged ? training_of(algorithm).optimizer->state_vectors() : 0);
}

Shares Experiment::split(const Data& data, std::uint64_t seed) const {
  if (!dataset) return Shares(static_cast<std::size_t>(workers));
  return concerning(Place(file) / "dataset" / "partition", [&] {
    return dataset->partition().split_samples({data.train.labels(), data.groups, data.folders}, workers, seed);
  });
}

}  // namespace lowband
