#include "sim/experiment/experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <new>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/printable.hpp"
#include "sim/base/seed.hpp"
#include "sim/engine/whereabouts_of.hpp"
#include "sim/experiment/names.hpp"
#include "sim/experiment/network_section.hpp"
#include "sim/experiment/platform_file.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

namespace {

/// The experiment's platform file in its results folder.
constexpr auto platform_copy_name = "platform.xml";

constexpr double most_workers = 16777215.0;  // 24 bits of a channel's key

/// What `action` returns. A UsageError of it, which knows nothing of the experiment, gets the place that it concerns.
template <class Action>
auto concerning(const Place& place, Action action) {
  try {
    return action();
  } catch (const UsageError& error) {
    place.fail(error.what());
  } catch (const std::bad_alloc&) {
    place.fail("this does not fit into memory");
  }
}

}  // namespace

Experiment::Experiment(const std::string& experiment_file)
    : Experiment(read_json_file(experiment_file), Place(experiment_file), experiment_file) {}

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
}

void Experiment::parameters(Parameters& parameters) {
  using enum Parameters::Need;
  parameters.text("name", name, "name of the experiment, and of its results folder", required);
  declare_seeds(parameters);
  parameters.text("platform", platform, "SimGrid platform file, relative to this file", required);
  parameters.integer("workers", workers, {.least = 1, .most = most_workers}, "",
                     "M: one worker per host, in platform order", required);
  declare_texts(parameters, "hosts", hosts, "names of the workers' hosts; empty: the first ones of the platform file");
  declare_network(parameters, network);
  declare_compute(parameters);
  declare_component(parameters, "model", model, models(), "what is trained", required);
  declare_component(parameters, "dataset", dataset, datasets(), "what it is trained on, and how that is split",
                    required);
  declare_training(parameters);
  declare_evaluation(parameters);
  declare_algorithms(parameters);
  declare_scenarios(parameters);
}

void Experiment::declare_seeds(Parameters& parameters) {
  Parameter one = seed_parameter("seed", seed_, "decides split, initial model, batches and rounding, and the data");
  one.value = [this] { return seeds_.empty() ? Json(seeds().front()) : Json(nullptr); };
  parameters.add(std::move(one));

  Parameter several;
  several.name = "seeds";
  several.type = fmt::format("list of integers {}", seed_range.text());
  several.help = "in place of seed: everything runs once per seed, on the same data; see the seed of the data set";
  several.schema = {{"type", "array"}, {"items", seed_range.schema("integer")}, {"uniqueItems", true}};
  several.read = [this](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of integers", json);
    seeds_.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::uint64_t seed = read_seed(json[i], place / i);
      if (std::find(seeds_.begin(), seeds_.end(), seed) != seeds_.end()) {
        (place / i).fail(fmt::format("expected different seeds, found {} a second time", seed));
      }
      seeds_.push_back(seed);
    }
  };
  several.value = [this] { return Json(seeds_); };
  parameters.add(std::move(several));
}

void Experiment::declare_training(Parameters& parameters) {
  declare_object(parameters, "training", "local steps", Parameters::Need::required,
                 [this](Parameters& declared) { training.parameters(declared); });
}

void Experiment::declare_evaluation(Parameters& parameters) {
  declare_object(parameters, "evaluation",
                 "of what has been learned, and what is to be reached; free of simulated time",
                 Parameters::Need::optional, [this](Parameters& declared) { evaluation.parameters(declared); });
}

void Experiment::declare_compute(Parameters& parameters) {
  declare_object(parameters, "compute", "speed of the workers beyond that of their hosts", Parameters::Need::optional,
                 [this](Parameters& declared) {
                   declare_numbers(declared, "slowdown", compute.slowdown, {.least = 0, .above = true},
                                   "one factor per worker, by which its computations take longer; empty: all 1");
                   declared.number(
                       "jitter", compute.jitter, {.least = 0, .most = 2}, "",
                       "standard deviation of the logarithm of a random factor (mean 1) on every computation");
                 });
}

void Experiment::declare_algorithms(Parameters& parameters) {
  Parameter list;
  list.name = "algorithms";
  list.type = "list of algorithms";
  list.help = "each runs in every scenario";
  list.required = true;
  list.schema = {{"type", "array"}, {"minItems", 1}, {"items", lowband::algorithms().schema()}};
  list.read = [this](const Json& json, const Place& place) {
    if (!json.is_array() || json.empty()) place.expected("a list of at least one algorithm", json);
    algorithms.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (!json[i].is_object()) (place / i).expected("an algorithm: {\"name\": ..., \"paradigm\": ...}", json[i]);
      algorithms.push_back(read_named(lowband::algorithms(), json[i], place / i));
    }
  };
  list.value = [this] {
    Json json = Json::array();
    for (std::size_t i = 0; i < algorithms.size(); ++i) {
      json.push_back(values(lowband::algorithms(), algorithms[i]));
      if (i < methods_.size()) json.back().update(methods_[i]->settled());
    }
    return json;
  };
  parameters.add(std::move(list));
}

void Experiment::declare_scenarios(Parameters& parameters) {
  Parameter list;
  list.name = "scenarios";
  list.type = "list of scenarios";
  list.help = "settings of links, hosts, platform and network; by default one, the platform as it is";
  list.keys = scenario_keys();
  list.schema = {{"type", "array"}, {"minItems", 1}, {"items", list.keys().schema()}};
  list.read = [this](const Json& json, const Place& place) {
    scenarios = read_scenarios(json, place, std::filesystem::path(file).parent_path());
  };
  list.value = [this] { return scenarios_json(scenarios); };
  parameters.add(std::move(list));
}

void Experiment::check(const Place& place) {
  check_name(name, place / "name");
  if (seed_ && !seeds_.empty()) (place / "seeds").fail("expected either \"seed\" or \"seeds\", found both");
  check_workers(place);
  if (evaluation.target_accuracy && !model->has_accuracy()) {
    (place / "evaluation" / "target_accuracy")
        .fail(fmt::format("the model \"{}\" has no accuracy: use \"target_loss\"", model.name));
  }
  resolve_training(place / "algorithms");
  std::vector<std::pair<std::string, Place>> names;
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    names.emplace_back(algorithms[i]->name(), place / "algorithms" / i / "name");
  }
  check_names(names);
  check_hosts(place);
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    const Place here = place / "algorithms" / i;
    check_effect(*algorithms[i], here);
    methods_.push_back(algorithms[i]->prepared({.workers = workers}, here));
  }
  whereabouts_.resize(algorithms.size());
}

void Experiment::check_effect(const Algorithm& algorithm, const Place& place) const {
  const auto& optimizer = training_of(algorithm).optimizer;
  if (algorithm.optimizer_state() != StateAtSynchronisation::kept && optimizer->state_vectors() == 0) {
    (place / "optimizer_state")
        .fail(fmt::format("has no effect: the optimizer \"{}\" keeps no state without momentum", optimizer.name));
  }
  if (algorithm.exchanges_buffers() && !model->has_buffers()) {
    (place / "exchange_buffers").fail(fmt::format("has no effect: the model \"{}\" has no buffers", model.name));
  }
}

/// Looks at the platform file, so that nothing is made for more workers than there can be.
void Experiment::check_hosts(const Place& place) const {
  check_platform_file(platform_path(), place / "platform");
  PlatformSettings settings;
  settings.file = platform_path().string();
  const int there =
      concerning(place / "platform", [&] { return lowband::inspect_platform(settings, {}).hosts_in_file; });
  if (workers > there) {
    (place / "workers")
        .fail(fmt::format("expected at most {}, the hosts of {}, found {}", there, settings.file, workers));
  }
}

void Experiment::resolve_training(const Place& place) {
  trainings_.clear();
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    Algorithm& algorithm = *algorithms[i];
    TrainingSettings& own = trainings_.emplace_back(training.with(algorithm.training(), place / i / "training"));
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

void Experiment::check_workers(const Place& place) const {
  const auto count = static_cast<std::size_t>(workers);
  if (!hosts.empty() && hosts.size() != count) {
    (place / "hosts").fail(fmt::format("expected one host per worker, {}, found {}", workers, hosts.size()));
  }
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const auto here = hosts.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(hosts.begin(), here, hosts[i]) != here) {
      (place / "hosts" / i).fail(fmt::format("expected a host per worker, found \"{}\" a second time", hosts[i]));
    }
  }
  if (!compute.slowdown.empty() && compute.slowdown.size() != count) {
    (place / "compute" / "slowdown")
        .fail(fmt::format("expected one factor per worker, {}, found {}", workers, compute.slowdown.size()));
  }
}

Json Experiment::resolved() {
  Parameters declared;
  parameters(declared);
  return declared.values();
}

std::vector<std::string> Experiment::warnings(const std::vector<std::string>& of) const {
  std::vector<std::string> lines;
  const auto warn = [&](const Place& place, const std::string& warning) {
    if (!warning.empty()) lines.push_back(fmt::format("{}: {}", place.text(), warning));
  };
  const Place place(file);
  if (static_cast<std::uint64_t>(evaluation.settings.every) > training.iterations) {
    warn(place / "evaluation" / "every", "more than the iterations: only the first and the last model are evaluated");
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> told;  // in the order of the file, each with names
  bool follow_the_schedule = false;
  for (const auto& algorithm : algorithms) {
    const std::string& label = algorithm->name();
    if (!of.empty() && std::find(of.begin(), of.end(), label) == of.end()) continue;
    follow_the_schedule = follow_the_schedule || !algorithm->training().contains("schedule");
    for (const auto& warning : warnings_of(*algorithm)) {
      const auto is_it = [&](const auto& each) { return each.first == warning; };
      const auto known = std::find_if(told.begin(), told.end(), is_it);
      (known == told.end() ? told.emplace_back(warning, std::vector<std::string>()) : *known)
          .second.push_back(in_quotes(label));
    }
  }
  if (follow_the_schedule) warn(place / "training" / "schedule", training.schedule->warning(training.iterations));
  for (const auto& [warning, names] : told) {
    warn(place / "algorithms", fmt::format("{}: {}", fmt::join(names, ", "), warning));
  }
  return lines;
}

std::vector<std::string> Experiment::warnings_of(const Algorithm& algorithm) const {
  std::vector<std::string> warnings = algorithm.warnings(layout_, training.iterations);
  for (auto& warning : method_of(algorithm).warnings(layout_)) warnings.push_back(std::move(warning));
  if (algorithm.training().contains("schedule")) {
    if (auto of_schedule = training_of(algorithm).schedule->warning(training.iterations); !of_schedule.empty()) {
      warnings.push_back(std::move(of_schedule));
    }
  }
  if (workers == 1 && algorithm.compressed()) {
    warnings.emplace_back("a worker alone sends nothing: the compression has no effect");
  }
  return warnings;
}

std::filesystem::path Experiment::platform_path() const {
  return (std::filesystem::path(file).parent_path() / platform).lexically_normal();
}

std::vector<FileContent> Experiment::platform_files() const {
  return concerning(Place(file) / "platform", [&] { return platform_copies(platform_path(), platform_copy_name); });
}

std::vector<std::string> Experiment::platform_warnings() const {
  std::vector<std::string> lines;
  bool is_own_known = false;  // what the experiment's platform and network have to say is the same in all scenarios
  for (const auto& scenario : scenarios) {
    if (!scenario.has_own_settings() && std::exchange(is_own_known, true)) continue;
    for (const auto& warning : inspect_settings(platform_in(scenario)).warnings) {
      if (std::find(lines.begin(), lines.end(), warning) == lines.end()) lines.push_back(warning);
    }
  }
  return lines;
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

std::vector<std::pair<int, int>> Experiment::talking_pairs() const {
  std::set<std::pair<int, int>> talking;
  for (const auto& algorithm : algorithms) {
    for (const auto& pair : method_of(*algorithm).pairs()) talking.insert(pair);
  }
  return {talking.begin(), talking.end()};
}

PlatformReport Experiment::inspect_platform() {
  const Place place(file);
  const auto inspect = [](const Place& concerned, const PlatformSettings& settings,
                          const std::vector<std::pair<int, int>>& pairs = {}) {
    return concerning(concerned, [&] { return lowband::inspect_platform(settings, pairs); });
  };
  // One thing after the other is added to what is looked at, so that it is clear which of them is wrong.
  PlatformSettings settings;
  settings.file = platform_path().string();
  settings.network.preset = network.preset;
  settings.network.window = network.window;
  for (const auto& setting : network.refinements) {
    settings.network.refinements.insert(setting);
    static_cast<void>(inspect(place / "network" / setting.first, settings));
  }
  settings.workers = workers;
  settings.hosts = hosts;
  if (!hosts.empty()) static_cast<void>(inspect(place / "hosts", settings));
  PlatformReport report = inspect(place / "platform", settings, talking_pairs());
  // The first scenario comes last, so that what methods tell of themselves is as it is there.
  for (auto scenario = scenarios.rbegin(); scenario != scenarios.rend(); ++scenario) {
    if (!scenario->changes_nothing()) static_cast<void>(inspect_platform(*scenario));
    for (std::size_t i = 0; i < algorithms.size(); ++i) {
      const Algorithm& algorithm = *algorithms[i];
      if (!algorithm.needs_whereabouts()) continue;
      whereabouts_[i] = std::make_shared<const Whereabouts>(whereabouts_in(algorithm, *scenario));
      methods_[i] = algorithm.prepared({.workers = workers, .whereabouts = whereabouts_[i].get()}, place_of(i));
    }
  }
  return report;
}

Place Experiment::place_of(std::size_t algorithm) const { return Place(file) / "algorithms" / algorithm; }

Whereabouts Experiment::whereabouts_in(const Algorithm& algorithm, const Scenario& scenario) const {
  const Place place = place_of(index_of(algorithm));
  const auto pairs = algorithm.prepared({.workers = workers}, place)->pairs();  // all that may talk in any scenario
  return whereabouts_of(lowband::inspect_platform(platform_in(scenario), pairs));
}

const Method& Experiment::method_of(const Algorithm& algorithm) const { return *methods_.at(index_of(algorithm)); }

std::shared_ptr<const Method> Experiment::method_in(const Algorithm& algorithm, const Scenario& scenario) const {
  const std::size_t index = index_of(algorithm);
  if (!algorithm.needs_whereabouts()) return methods_.at(index);
  const Whereabouts whereabouts = whereabouts_in(algorithm, scenario);
  SettledNumbers known = settled_;
  return algorithm.prepared(
      {.workers = workers, .whereabouts = &whereabouts, .exchanged = exchanged_by(algorithm), .known = &known},
      place_of(index));
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
  try {
    return lowband::inspect_platform(platform_in(scenario), pairs);
  } catch (const UsageError& error) {
    blame(scenario, error.what());
  }
}

/// Takes what a scenario changes back, one thing after the other, until it works: the last one was to blame.
void Experiment::blame(const Scenario& scenario, const std::string& reason) const {
  const Place place = Place(scenarios_file_) / "scenarios" / scenario.entry;
  const auto pairs = talking_pairs();
  PlatformSettings settings = platform_in(scenario);
  const auto works = [&] {
    try {
      static_cast<void>(lowband::inspect_platform(settings, pairs));
      return true;
    } catch (const UsageError&) {
      return false;
    }
  };
  settings.host_changes.clear();
  if (!scenario.hosts.empty() && works()) (place / "hosts").fail(reason);
  settings.changes.clear();
  if (!scenario.links.empty() && works()) (place / "links").fail(reason);
  if (scenario.network) {
    while (!settings.network.refinements.empty()) {
      const std::string key = std::prev(settings.network.refinements.end())->first;
      settings.network.refinements.erase(key);
      if (works()) (place / "network" / key).fail(reason);
    }
  }
  (scenario.platform.empty() ? place : place / "platform").fail(reason);
}

Data Experiment::load_data(const DataFolders& folders) {
  const Place place(file);
  dataset->default_seed(seeds().front());
  Data data = concerning(place / "dataset", [&] { return dataset->load(folders); });
  concerning(place / "model", [&] { model->bind(data.train.shape(), data.train.classes()); });
  layout_ = model->layout();
  return data;
}

void Experiment::settle() {
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    const Algorithm& algorithm = *algorithms[i];
    if (!algorithm.has_to_settle()) continue;
    methods_[i] = algorithm.prepared({.workers = workers,
                                      .whereabouts = whereabouts_[i].get(),
                                      .exchanged = exchanged_by(algorithm),
                                      .known = &settled_},
                                     place_of(i));
  }
}

Layout Experiment::exchanged_by(const Algorithm& algorithm) const {
  const bool is_averaged = algorithm.optimizer_state() == StateAtSynchronisation::averaged;
  return exchanged_layout(*model, algorithm.exchanges_buffers(),
                          is_averaged ? training_of(algorithm).optimizer->state_vectors() : 0);
}

Shares Experiment::split(const Data& data, std::uint64_t seed) const {
  return concerning(Place(file) / "dataset" / "partition", [&] {
    return dataset->partition().split(data.train.labels(), data.train.classes(), workers, seed);
  });
}

std::vector<std::uint64_t> Experiment::seeds() const {
  if (!seeds_.empty()) return seeds_;
  return {seed_.value_or(1)};
}

}  // namespace lowband
