// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/tune.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/base/printable.hpp"
#include "sim/base/quantity.hpp"
#include "sim/commands/prepared_results.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/commands/tune_report.hpp"
#include "sim/experiment/warnings.hpp"
#include "sim/report/units.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/results_lock.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/rung_loop.hpp"
#include "sim/runs/tournament.hpp"
#include "sim/runs/waiting_memory.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

constexpr auto another_folder = "name another folder with --out";

Criterion criterion_of(const TuneOptions& options, const Experiment& experiment) {
  const auto by = tune_by_named(options.by);
  if (!by) fail_choice("--by", options.by, tune_by_names());
  const Place place(experiment.file);
  if (!experiment.model->is_trained()) {
    (place / "model")
        .fail(fmt::format("nothing is learned with the model \"{}\": candidates would not differ",
                          experiment.model.name));
  }
  const Criterion criterion{*by, experiment.evaluation.target()};
  if (*by != TuneBy::loss && !criterion.target.exists()) {
    (place / "evaluation")
        .fail(fmt::format("expected a \"target_accuracy\" or \"target_loss\" for --by {}, found none", options.by));
  }
  return criterion;
}

const Scenario& scenario_of(const TuneOptions& options, const Experiment& experiment) {
  if (!options.scenario) return experiment.scenarios.front();
  std::vector<std::string> names;
  for (const auto& scenario : experiment.scenarios) {
    if (scenario.name == *options.scenario) return scenario;
    names.push_back(scenario.name);
  }
  throw UsageError(fmt::format("--scenario: there is no scenario {}{}", in_quotes(*options.scenario),
                               did_you_mean(*options.scenario, names)));
}

/// The indices of the algorithms of each entry of the file.
std::vector<std::vector<std::size_t>> entries_of(const Experiment& experiment) {
  std::vector<std::vector<std::size_t>> entries;
  for (std::size_t i = 0; i < experiment.algorithms.size(); ++i) {
    const bool is_first = i == 0 || experiment.origin_of(i).entry != experiment.origin_of(i - 1).entry;
    if (is_first) entries.emplace_back();
    entries.back().push_back(i);
  }
  return entries;
}

/// Those of the entries that make several algorithms.
std::vector<std::vector<std::size_t>> entries_with_sweeps(const Experiment& experiment) {
  auto entries = entries_of(experiment);
  std::erase_if(entries, [](const auto& entry) { return entry.size() < 2; });
  if (entries.empty()) {
    (Place(experiment.file) / "algorithms").fail("expected a sweep of several values, found nothing to choose from");
  }
  return entries;
}

/// The names of the others, in quotes.
std::vector<std::string> names_without_sweep(const Experiment& experiment) {
  std::vector<std::string> names;
  for (const auto& entry : entries_of(experiment)) {
    if (entry.size() < 2) names.push_back(in_quotes(experiment.algorithms[entry.front()]->name()));
  }
  return names;
}

/// What decides who is the best of some candidates, beside the experiment that the results are of.
Json question_of(const TuneOptions& options, const Criterion& criterion, const Scenario& scenario,
                 const std::vector<std::uint64_t>& seeds, const std::vector<Candidate>& candidates) {
  Json question = {{"by", options.by}, {"scenario", scenario.name}, {"eta", options.eta}, {"seeds", seeds}};
  if (criterion.by != TuneBy::loss) {
    const TargetRule& target = criterion.target;
    question["target"] = {{"accuracy", to_json(target.value_of("accuracy"))},
                          {"loss", to_json(target.value_of("loss"))},
                          {"of", name_of(target.of)},
                          {"hold", target.hold}};
  }
  for (const auto& candidate : candidates) question["candidates"].push_back(candidate.name);
  return question;
}

Tournament tournament_of(const std::vector<std::size_t>& entry, const Experiment& experiment,
                         const TuneOptions& options, const Criterion& criterion, const Scenario& scenario) {
  Tournament tournament;
  tournament.label = experiment.origin_of(entry.front()).place.pointer();
  tournament.criterion = criterion;
  std::uint64_t every = 1;
  for (const auto index : entry) {
    const auto& algorithm = experiment.algorithms[index];
    Candidate& candidate = tournament.candidates.emplace_back();
    candidate.name = algorithm->name();
    for (const auto seed : experiment.seeds()) {
      candidate.contenders.emplace_back(PlannedRun{run_folder_name(algorithm->name(), scenario.name, seed),
                                                   {*algorithm, algorithm.name, scenario, seed}});
    }
    const ReporterSettings settings = experiment.reporter_settings(*algorithm);
    if (settings.clock != EvaluationClock::seconds) every = static_cast<std::uint64_t>(settings.evaluation.every);
  }
  tournament.question = question_of(options, criterion, scenario, experiment.seeds(), tournament.candidates);
  tournament.rungs = rungs_of(entry.size(), experiment.training.iterations, options.eta, every);
  return tournament;
}

std::vector<PlannedRun> runs_of(const std::vector<Tournament>& tournaments) {
  std::vector<PlannedRun> runs;
  for (const auto& tournament : tournaments) {
    for (const auto& candidate : tournament.candidates) {
      for (const auto& contender : candidate.contenders) runs.push_back(contender.run);
    }
  }
  return runs;
}

/// What the runs of a tournament take that wait at the same time.
struct Waiting {
  std::size_t runs = 0;
  double bytes = 0.0;
};

Waiting most_waiting(const std::vector<Tournament>& tournaments, const Experiment& experiment) {
  Waiting most;
  for (const auto& tournament : tournaments) {
    if (tournament.rungs.size() == 1) continue;
    Waiting waiting;
    for (const auto& candidate : tournament.candidates) {
      for (const auto& contender : candidate.contenders) {
        ++waiting.runs;
        waiting.bytes += waiting_bytes(experiment, contender.run.trial.algorithm);
      }
    }
    most = {std::max(most.runs, waiting.runs), std::max(most.bytes, waiting.bytes)};
  }
  return most;
}

/// Tells what is to be done, and how.
void tell_plan(const std::vector<Tournament>& tournaments, const Experiment& experiment, const TuneOptions& options,
               const Scenario& scenario, const Waiting& waiting, double allowed, bool keeps) {
  fmt::print("by {} in the scenario {}, {} seed{}\n", text_of(tournaments.front().criterion.by),
             in_quotes(scenario.name), tournaments.front().candidates.front().contenders.size(),
             tournaments.front().candidates.front().contenders.size() == 1 ? "" : "s");
  for (const auto& tournament : tournaments) {
    std::vector<std::string> rungs;
    for (const auto& rung : tournament.rungs)
      rungs.push_back(fmt::format("{} to step {}", rung.candidates, rung.steps));
    fmt::print("{}: candidates: {}\n", tournament.label, fmt::join(rungs, ", "));
  }
  if (const auto others = names_without_sweep(experiment); !others.empty()) {
    fmt::print("left out, as there is nothing to choose: {}\n", fmt::join(others, ", "));
  }
  if (waiting.runs == 0) return;
  const std::string memory = fmt::format("some {} of {}{}", human_bytes(waiting.bytes), human_bytes(allowed),
                                         options.memory ? "" : ", half of what is free");
  if (keeps) {
    fmt::print("between rungs {} runs wait, which take {}\n", waiting.runs, memory);
  } else if (waiting.runs > Interruption::most_children) {
    fmt::print("{} runs are more than can wait, {}: each rung trains its candidates again\n", waiting.runs,
               Interruption::most_children);
  } else {
    fmt::print("{} runs that wait would take {}: each rung trains its candidates again\n", waiting.runs, memory);
  }
}

/// Trains a run, and writes what it leaves into `out`.
RungLoop::Work training_into(const fs::path& out, const Experiment& experiment, const PreparedResults& prepared,
                             int threads) {
  return [&out, &experiment, &prepared, threads](const PlannedRun& run, SharedProgress& progress,
                                                 const EvaluationHook& evaluated) {
    std::optional<Recording> recording;
    if (experiment.is_timing_independent(run.trial.algorithm)) recording = recording_of(run, out, prepared.manifest);
    Trained trained = train_trial(experiment, run.trial, prepared.data, prepared.shares.at(run.trial.seed), threads,
                                  recording, progress, evaluated);
    write_run(out / run.folder, trained.record, std::move(trained.timeline));
  };
}

}  // namespace

int tune_command(const TuneOptions& options) {
  Experiment experiment(options.experiment);
  const Criterion criterion = criterion_of(options, experiment);
  const Scenario& scenario = scenario_of(options, experiment);
  std::optional<double> memory;
  if (options.memory) memory = read_size(*options.memory, Place::options_of("tune") / "memory");
  std::vector<Tournament> tournaments;
  for (const auto& entry : entries_with_sweeps(experiment)) {
    tournaments.push_back(tournament_of(entry, experiment, options, criterion, scenario));
  }
  const fs::path out =
      options.out ? out_folder(*options.out) : fs::path("results") / folder_name(experiment.name + "-tune");
  const auto runs = runs_of(tournaments);
  const bool are_there = holds_results(out);
  ResultsLock::refuse_if_held(out);
  const PreparedResults prepared =
      prepare_results(experiment, out, are_there, data_folders(options.data), options.jobs, {});

  const Waiting waiting = most_waiting(tournaments, experiment);
  const double allowed = memory.value_or(available_bytes() / 2.0);
  const bool keeps = waiting.bytes <= allowed && waiting.runs <= Interruption::most_children;
  RungLoop loop({.quiet = options.quiet,
                 .jobs = options.jobs,
                 .iterations = experiment.training.iterations,
                 .keeps = keeps,
                 .out = out,
                 .remedy = "run the same command again for the rest"},
                training_into(out, experiment, prepared, threads_each(options.threads, options.jobs, runs.size())));
  const ResultsLock lock(out);
  if (holds_results(out)) {
    static_cast<void>(grow_results(out, experiment, prepared, {}, another_folder));
  } else {
    begin_results(out, experiment, prepared);
  }
  for (const auto& run : still_to_do(runs, out)) discard_incomplete(out / run.folder);
  TuneRecord record(out);
  if (!options.quiet) {
    tell_plan(tournaments, experiment, options, scenario, waiting, allowed, keeps);
    std::fflush(stdout);
  }
  for (const auto& note : prepared.data.notes) print_note(note);
  for (const auto& warning : platform_warnings_of(experiment)) print_warning(warning);
  for (const auto& warning : warnings_of(experiment, algorithms_of(runs), prepared.shares)) print_warning(warning);
  for (auto& tournament : tournaments) {
    const auto rungs = hold(tournament, loop, record, [&] {
      remove_abandoned(out / traces_name);  // by runs that are out
      update_manifest(out, grown_manifest(out, prepared.manifest, {}, another_folder), {});
    });
    fmt::print("{}", tune_report(tournament, rungs));
  }
  if (!options.quiet) {
    fmt::print("{}{} of {} runs were trained in full: {}\n",
               loop.had_to_do() ? "" : "nothing to do: ", runs.size() - still_to_do(runs, out).size(), runs.size(),
               out.string());
  }
  return loop.has_failed() ? 1 : 0;
}

}  // namespace lowband
