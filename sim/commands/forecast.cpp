// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "sim/predict/rounds.hpp"
#include "sim/report/units.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/short_runs.hpp"
#include "sim/runs/stopwatch.hpp"

namespace lowband {

namespace {

constexpr double budget_s = 2.0;
constexpr double patience_s = 5.0;  ///< with a single short run
/// What two lengths must differ in real time for a line through both to tell something.
constexpr double noticeable_s = 0.03;
constexpr std::uint64_t longest = 500;  ///< iterations that are tried, about

/// An algorithm but for its name, and for what makes no difference to what an exchange costs.
std::string exchange_of(Named<Algorithm>& algorithm) {
  Json json = values(algorithms(), algorithm);
  for (const auto* key : {"name", "training", "local_steps"}) json.erase(key);
  return json.dump();
}

/// Whether the workers' models are the same when they are evaluated.
bool are_alike(const Named<Algorithm>& algorithm) { return algorithm.name != "gossip" && algorithm->is_in_step(); }

/// What short runs of one algorithm tell of its runs, as functions of their length in iterations.
struct Lines {
  Line trained{};
  Line replayed{};
};

/// Tries runs, and puts together what all of them take.
class Forecaster {
 public:
  Forecaster(Experiment& experiment, const Data& data, const std::vector<Prediction>& predictions)
      : experiment_(experiment),
        predictions_(predictions),
        threads_(cores_of_machine()),
        runs_(experiment, data, threads_, patience_s) {}

  Forecast forecast() {
    Forecast forecast{.threads = threads_};
    for (const Part part :
         {&Forecaster::count_runs, &Forecaster::try_steps, &Forecaster::try_evaluations, &Forecaster::try_exchanges}) {
      forecast.why_unknown = (this->*part)();
      if (!forecast.why_unknown.empty()) return forecast;
    }
    for (const auto& counts : counts_) {
      forecast.trainings += counts.trainings;
      forecast.replays += counts.replays;
    }
    forecast.real_s = all_seconds();
    forecast.peak_bytes = runs_.peak_bytes();
    forecast.exchanges = exchanges_.size();
    forecast.tried = lines_.size();
    forecast.tried_s = stopwatch_.seconds();
    return forecast;
  }

 private:
  [[nodiscard]] double left_s() const { return budget_s - stopwatch_.seconds(); }

  using Part = std::string (Forecaster::*)();
  /// The seconds of a training, and of its replay where its algorithm has some.
  struct Seconds {
    double trained = 0.0;
    double replayed = 0.0;
  };

  // Each returns why nothing can be told, or "".

  std::string count_runs() {
    for (std::size_t i = 0; i < experiment_.algorithms.size(); ++i) {
      const Algorithm& algorithm = *experiment_.algorithms[i];
      const auto counts = run_counts(experiment_, algorithm, predictions_.at(i));
      if (!counts) return fmt::format("how often \"{}\" exchanges depends on simulated time", algorithm.name());
      counts_.push_back(*counts);
      exchanges_[exchange_of(experiment_.algorithms[i])].push_back(i);
    }
    return "";
  }

  /// Of the first algorithm; those of others take as much longer as they have more operations.
  std::string try_steps() {
    const auto all_steps = [](std::uint64_t iterations) { return iterations; };
    const auto shortest = run(0, all_steps, 1);
    if (!shortest) return too_long();
    seconds_per_flop_ =
        lines(0, all_steps, *shortest).trained.slope / experiment_.step_flops(*experiment_.algorithms.front());
    return "";
  }

  std::string try_evaluations() {
    for (const auto& algorithm : experiment_.algorithms) {
      const bool alike = are_alike(algorithm);
      if (!experiment_.model->is_trained() || evaluation_s_.contains(alike)) continue;
      const auto seconds = runs_.evaluated(alike, noticeable_s);
      if (!seconds) return fmt::format("an evaluation takes more than {} s", patience_s);
      evaluation_s_[alike] = *seconds;
    }
    return "";
  }

  /// The shortest run of each kind first, as memory depends on the kind.
  std::string try_exchanges() {
    const auto each_step = [](std::uint64_t /*iterations*/) { return std::uint64_t{1}; };
    std::map<std::size_t, Seconds> shortest;
    for (const auto& [exchange, algorithms] : exchanges_) {
      if (!shortest.empty() && left_s() < 0.0) break;
      const auto seconds = run(algorithms.front(), each_step, 1);
      if (!seconds) return too_long();
      shortest[algorithms.front()] = *seconds;
    }
    for (const auto& [first, seconds] : shortest) {
      if (!lines_.empty() && left_s() < 0.0) break;
      lines_[first] = lines(first, each_step, seconds);
    }
    return "";
  }

  static std::string too_long() { return fmt::format("a single step takes more than {} s", patience_s); }

  /// `local_steps` is a function of the iterations. Nothing if it is given up.
  template <class LocalSteps>
  std::optional<Seconds> run(std::size_t algorithm, LocalSteps local_steps, std::uint64_t iterations) {
    const auto trained = runs_.trained(algorithm, local_steps(iterations), iterations);
    if (!trained) return std::nullopt;
    if (counts_[algorithm].replays == 0) return Seconds{*trained};
    return Seconds{*trained, runs_.replayed(algorithm).value_or(*trained)};  // not dearer than a training
  }

  /// From runs of rising length, until one differs noticeably from the shortest; without a longer one, all that the
  /// shortest takes counts for its length.
  template <class LocalSteps>
  Lines lines(std::size_t algorithm, LocalSteps local_steps, const Seconds& shortest) {
    Lines lines{{0.0, shortest.trained}, {0.0, shortest.replayed}};
    std::uint64_t length = shortest.trained > 10 * noticeable_s ? 2 : 9;
    for (; shortest.trained < left_s(); length *= 8) {
      const auto longer = run(algorithm, local_steps, length);
      if (!longer) break;
      lines = {line_through(1, shortest.trained, static_cast<double>(length), longer->trained),
               line_through(1, shortest.replayed, static_cast<double>(length), longer->replayed)};
      if (longer->trained - shortest.trained >= noticeable_s || length >= longest) break;
    }
    return lines;
  }

  [[nodiscard]] double step_s(std::size_t algorithm) const {
    return seconds_per_flop_ * experiment_.step_flops(*experiment_.algorithms[algorithm]);
  }

  /// What all runs of one algorithm take, whose exchange is that of `tried`.
  [[nodiscard]] double seconds_of(std::size_t algorithm, std::size_t tried) const {
    const Lines& lines = lines_.at(tried);
    // An iteration of a short run is a step and as many rounds as it takes for all workers to have part in one.
    const auto participants = predictions_[tried].participants;
    const double rounds = participants ? static_cast<double>(experiment_.workers) / *participants : 1.0;
    const auto evaluation = evaluation_s_.find(are_alike(experiment_.algorithms[algorithm]));
    return real_seconds({.training_s = lines.trained.begin,
                         .step_s = step_s(algorithm),
                         .exchange_s = std::max(0.0, lines.trained.slope - step_s(tried)) / rounds,
                         .evaluation_s = evaluation == evaluation_s_.end() ? 0.0 : evaluation->second,
                         .replay_s = lines.replayed.begin,
                         .replayed_exchange_s = lines.replayed.slope / rounds},
                        counts_[algorithm]);
  }

  /// Algorithms whose exchange was not tried count as the mean of the others.
  [[nodiscard]] double all_seconds() const {
    double sum = 0.0;
    std::size_t counted = 0;
    for (const auto& [exchange, algorithms] : exchanges_) {
      if (!lines_.contains(algorithms.front())) continue;
      for (const std::size_t i : algorithms) sum += seconds_of(i, algorithms.front());
      counted += algorithms.size();
    }
    return sum * static_cast<double>(counts_.size()) / static_cast<double>(counted);
  }

  Experiment& experiment_;
  const std::vector<Prediction>& predictions_;
  int threads_;
  Stopwatch stopwatch_;
  ShortRuns runs_;
  std::vector<RunCounts> counts_;                              ///< by algorithm
  std::map<std::string, std::vector<std::size_t>> exchanges_;  ///< the algorithms of each kind
  double seconds_per_flop_ = 0.0;                              ///< of local steps of all workers
  std::map<bool, double> evaluation_s_;                        ///< by whether workers' models are alike
  std::map<std::size_t, Lines> lines_;                         ///< of the first algorithm of each kind that was tried
};

}  // namespace

double real_seconds(const RunCosts& costs, const RunCounts& counts) {
  const double training_s = costs.training_s + counts.steps * costs.step_s + counts.exchanges * costs.exchange_s +
                            counts.evaluations * costs.evaluation_s;
  const double replay_s = costs.replay_s + counts.exchanges * costs.replayed_exchange_s;
  return static_cast<double>(counts.trainings) * training_s + static_cast<double>(counts.replays) * replay_s;
}

Line line_through(double short_length, double short_cost, double long_length, double long_cost) {
  const double slope = std::max(0.0, (long_cost - short_cost) / (long_length - short_length));
  return {std::max(0.0, short_cost - short_length * slope), slope};
}

std::optional<RunCounts> run_counts(const Experiment& experiment, const Algorithm& algorithm,
                                    const Prediction& prediction) {
  const std::size_t seeds = experiment.seeds().size();
  const std::size_t scenarios = experiment.scenarios.size();
  const bool is_replayed = experiment.is_timing_independent(algorithm);
  RunCounts counts{.trainings = is_replayed ? seeds : seeds * scenarios,
                   .replays = is_replayed ? seeds * (scenarios - 1) : 0};
  const std::uint64_t iterations = experiment.training_of(algorithm).iterations;
  counts.steps = static_cast<double>(iterations);
  counts.exchanges = rounds_in(algorithm, prediction.participants, experiment.workers, iterations).count;
  if (counts.exchanges == 0.0) return std::nullopt;
  const ReporterSettings reports = experiment.reporter_settings(algorithm);
  double due = counts.steps / reports.evaluation.every;
  if (reports.clock == EvaluationClock::seconds) due = counts.exchanges * prediction.time.total_s() / reports.every_s;
  counts.evaluations = 2.0 + std::min(due, counts.exchanges);  // the first and the last model, too
  return counts;
}

Forecast forecast(Experiment& experiment, const Data& data, const std::vector<Prediction>& predictions) {
  try {
    return Forecaster(experiment, data, predictions).forecast();
  } catch (const std::exception& error) {  // a forecast that fails makes no experiment invalid
    return {.why_unknown = error.what()};
  }
}

std::string text(const Forecast& forecast, bool may_stop_early) {
  if (!forecast.real_s) return fmt::format("? real time, ? memory ({})", forecast.why_unknown);
  const auto plural = [](std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  return fmt::format(
      "{} {} and {} on this machine, give or take a factor of 2: {} and {}, one at a time on {}; "
      "by short runs of {} of {}, {}",
      may_stop_early ? "at most about" : "about", human_seconds(*forecast.real_s),
      human_bytes(static_cast<double>(forecast.peak_bytes)), plural(forecast.trainings, "training"),
      plural(forecast.replays, "replay"), plural(static_cast<std::size_t>(forecast.threads), "thread"), forecast.tried,
      plural(forecast.exchanges, "kind") + " of exchange", human_seconds(forecast.tried_s));
}

}  // namespace lowband
