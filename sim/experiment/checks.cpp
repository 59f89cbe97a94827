// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/file_model.hpp"
#include "sim/base/size_limit.hpp"
#include "sim/experiment/concerning.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/names.hpp"
#include "sim/experiment/platform_file.hpp"

namespace lowband {

void check_experiment_names(const Experiment& experiment, const Place& place) {
  check_name(experiment.name, place / "name");
  std::vector<std::pair<std::string, Place>> names;
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    names.emplace_back(experiment.algorithms[i]->name(), experiment.origin_of(i).place / "name");
  }
  check_names(names);
}

void check_workers(const Experiment& experiment, const Place& place) {
  const auto count = static_cast<std::size_t>(experiment.workers);
  check_memory(static_cast<double>(count) * least_bytes_per_worker, fmt::format("{} workers", count),
               place / "workers");
  const auto& hosts = experiment.hosts;
  if (!hosts.empty() && hosts.size() != count) {
    (place / "hosts").fail(fmt::format("expected one host per worker, {}, found {}", count, hosts.size()));
  }
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const auto here = hosts.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(hosts.begin(), here, hosts[i]) != here) {
      (place / "hosts" / i).fail(fmt::format("expected a host per worker, found \"{}\" a second time", hosts[i]));
    }
  }
  const auto& slowdown = experiment.compute.settings.slowdown;
  if (!slowdown.empty() && slowdown.size() != count) {
    (place / "compute" / "slowdown")
        .fail(fmt::format("expected one factor per worker, {}, found {}", count, slowdown.size()));
  }
}

void check_hosts(const Experiment& experiment, const Place& place) {
  check_platform_file(experiment.platform_path(), place / "platform");
  PlatformSettings settings;
  settings.file = experiment.platform_path().string();
  const int there = concerning(place / "platform", [&] { return inspect_platform(settings, {}).hosts_in_file; });
  if (experiment.workers > there) {
    (place / "workers")
        .fail(fmt::format("expected at most {}, the hosts of {}, found {}", there, settings.file, experiment.workers));
  }
}

std::string why_nothing_is_learned(const Named<Model>& model) {
  if (!model || model->is_trained()) return "";
  return fmt::format("nothing is learned with the model \"{}\"", model.name);
}

void check_learning(const Experiment& experiment, const Place& place) {
  const std::string why_nothing = why_nothing_is_learned(experiment.model);
  if (why_nothing.empty()) {
    if (!experiment.dataset) place.fail("the key \"dataset\" is missing: what the model is trained on");
    return;
  }
  if (experiment.dataset) (place / "dataset").fail("has no effect: " + why_nothing);
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    const Algorithm& algorithm = *experiment.algorithms[i];
    const Place& here = experiment.origin_of(i).place;
    for (const auto& setting : algorithm.training().items()) {
      if (setting.key() == "optimizer") continue;  // its state may be exchanged
      (here / "training" / setting.key()).fail("has no effect: " + why_nothing);
    }
    if (const auto key = algorithm.key_of_samples(); !key.empty()) {
      (here / key).fail("there are no training samples to go by: " + why_nothing);
    }
  }
}

void check_step_times(const Experiment& experiment, const Place& place) {
  if (experiment.model->is_trained()) return;
  for (const auto& scenario : experiment.scenarios) {
    if (experiment.step_time_in(scenario)) continue;
    place.fail(
        fmt::format("the scenario \"{}\" has no \"step_time\", nor has \"compute\": how long does a step of the "
                    "model \"{}\" take?",
                    scenario.name, experiment.model.name));
  }
}

namespace {

bool has_server(const Algorithm& algorithm, int workers) {
  const auto others = algorithm.other_nodes(workers);
  return std::any_of(others.begin(), others.end(), [](const NodePlace& node) { return node.role == "server"; });
}

}  // namespace

bool all_have_servers(const Experiment& experiment) {
  return std::all_of(experiment.algorithms.begin(), experiment.algorithms.end(),
                     [&](const auto& algorithm) { return has_server(*algorithm, experiment.workers); });
}

void check_effects(const Experiment& experiment, const Place& place) {
  const auto& model = experiment.model;
  if (experiment.evaluation.target_accuracy && !model->has_accuracy()) {
    (place / "evaluation" / "target_accuracy")
        .fail(fmt::format("the model \"{}\" has no accuracy: use \"target_loss\"", model.name));
  }
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    const Algorithm& algorithm = *experiment.algorithms[i];
    const Place& here = experiment.origin_of(i).place;
    if (experiment.evaluation.of == "server" && !has_server(algorithm, experiment.workers)) {
      (place / "evaluation" / "of").fail(fmt::format("the algorithm \"{}\" has no server", algorithm.name()));
    }
    algorithm.check_training(experiment.training_of(algorithm), here);
    const bool go_out_of_use =
        std::any_of(experiment.scenarios.begin(), experiment.scenarios.end(),
                    [&](const auto& scenario) { return !experiment.devices_in(scenario).over_time.empty(); });
    if (go_out_of_use) algorithm.check_devices_over_time(here);
    const auto& optimizer = experiment.training_of(algorithm).optimizer;
    if (algorithm.optimizer_state() != StateAtSynchronisation::kept && optimizer->state_vectors() == 0) {
      (here / "optimizer_state")
          .fail(fmt::format("has no effect: the optimizer \"{}\" keeps no state without momentum", optimizer.name));
    }
  }
  if (dynamic_cast<const FileModel*>(&*model) == nullptr) check_buffers(experiment);
}

void check_buffers(const Experiment& experiment) {
  const auto& model = experiment.model;
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    const Algorithm& algorithm = *experiment.algorithms[i];
    const Place& here = experiment.origin_of(i).place;
    if (algorithm.exchanges_buffers() && !model->has_buffers()) {
      (here / "exchange_buffers").fail(fmt::format("has no effect: the model \"{}\" has no buffers", model.name));
    }
    if (has_server(algorithm, experiment.workers) && model->has_buffers() && !algorithm.exchanges_buffers()) {
      (here / "exchange_buffers")
          .fail(fmt::format("the model \"{}\" has running statistics, which a server knows from its clients alone: "
                            "expected true",
                            model.name));
    }
  }
}

}  // namespace lowband
