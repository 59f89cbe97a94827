// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/predict/prediction.hpp"

namespace lowband {

/// What parts of a run take on this machine, in real seconds.
struct RunCosts {
  double training_s = 0.0;           ///< to begin a training: its process, the platform, the first model
  double step_s = 0.0;               ///< a local step of all workers
  double exchange_s = 0.0;           ///< a synchronisation, or round, beside the steps before it
  double evaluation_s = 0.0;         ///< an evaluation
  double replay_s = 0.0;             ///< to begin a replay
  double replayed_exchange_s = 0.0;  ///< a synchronisation, or round, that is replayed
};

/// How many runs an algorithm has, and what each consists of.
struct RunCounts {
  std::size_t trainings = 0;
  std::size_t replays = 0;
  double steps = 0.0;  ///< of each worker
  double exchanges = 0.0;
  double evaluations = 0.0;
};

/// trainings (training_s + steps step_s + exchanges exchange_s + evaluations evaluation_s)
///   + replays (replay_s + exchanges replayed_exchange_s)
[[nodiscard]] double real_seconds(const RunCosts& costs, const RunCounts& counts);

/// What two runs that differ in nothing but their length tell: what one costs to begin, and for each unit of length.
struct Line {
  double begin = 0.0;
  double slope = 0.0;
};
/// Neither is below 0.
[[nodiscard]] Line line_through(double short_length, double short_cost, double long_length, double long_cost);

/// How many runs `algorithm` has, of which `prediction` is for the first scenario. Nothing if it cannot be told how
/// often it exchanges.
[[nodiscard]] std::optional<RunCounts> run_counts(const Experiment& experiment, const Algorithm& algorithm,
                                                  const Prediction& prediction);

/// What all runs of an experiment need on this machine, one at a time on all of its cores, as `lowband run` has it.
struct Forecast {
  std::optional<double> real_s{};
  std::uint64_t peak_bytes = 0;
  std::string why_unknown{};  ///< if it is
  std::size_t trainings = 0;
  std::size_t replays = 0;
  int threads = 1;
  std::size_t exchanges = 0;  ///< kinds of them
  std::size_t tried = 0;      ///< of those
  double tried_s = 0.0;       ///< what that took
};

/// From short runs that are really carried out, for about 2 seconds: of one algorithm of each kind of exchange, as
/// others differ in their local steps and settings of training alone. Where that is not enough for all kinds, those
/// that were not tried count as the mean of the others. `predictions` are those of each algorithm for the first
/// scenario.
[[nodiscard]] Forecast forecast(Experiment& experiment, const Data& data, const std::vector<Prediction>& predictions);

/// "about 1.2 min and 160 MB on this machine: ..."
[[nodiscard]] std::string text(const Forecast& forecast, bool may_stop_early);

}  // namespace lowband
