// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/interruption.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/progress.hpp"

namespace lowband {

/// Told of all evaluations of a run so far, after each of them.
using EvaluationHook = std::function<void(const std::vector<MetricsRow>&)>;

/// A run of a candidate, which is brought from rung to rung.
struct Contender {
  explicit Contender(PlannedRun its_run);
  Contender(const Contender&) = delete;
  Contender& operator=(const Contender&) = delete;
  Contender(Contender&&) noexcept;
  Contender& operator=(Contender&&) = delete;
  ~Contender();
  /// It does not go on: kills the child in which it waits, as its end does.
  void leave();

  PlannedRun run;
  std::vector<MetricsRow> rows{};  ///< its evaluations, as far as it was brought
  bool has_diverged = false;
  bool is_over = false;     ///< its results are written
  bool has_failed = false;  ///< and nothing is known of it

  class Waiting;
  std::unique_ptr<Waiting> waiting;  ///< the child in which it waits, if it does
};

struct RungLoopSettings {
  bool quiet = false;
  int jobs = 1;                  ///< so many runs go on at a time, each in a child process
  std::uint64_t iterations = 0;  ///< steps of a run
  bool keeps = true;             ///< runs wait in their children for the next rung; else they begin anew
  std::filesystem::path out;     ///< where results go
  std::string remedy;            ///< ends what is said of an interruption: how to go on
};

/// Brings runs as far as a rung, and those of them that go on to the next. A run that fails takes none of the others
/// with it; SIGINT, SIGTERM and SIGHUP end them all, those that wait, too.
class RungLoop {
 public:
  /// Does a run in this process, a child, and writes its results; tells the hook of its evaluations.
  using Work = std::function<void(const PlannedRun&, SharedProgress&, const EvaluationHook&)>;

  RungLoop(RungLoopSettings settings, Work work);

  /// Brings `contenders` to their first evaluation at or after `steps`, or to their end, which they do not pass on
  /// their own if that is all the steps. Those whose results are there already are read. `label` stands before what is
  /// told of each. Throws UsageError if results cannot be written, and Interrupted.
  void bring(const std::vector<Contender*>& contenders, std::uint64_t steps, const std::string& label);
  /// Whether a run has, and whether there was one to be brought on.
  [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }
  [[nodiscard]] bool had_to_do() const noexcept { return had_to_do_; }

 private:
  struct Active;

  [[nodiscard]] Active begin(Contender& contender, std::uint64_t steps, std::string label) const;
  /// Shows progress until one of those that go on waits or is over; returns its index.
  std::size_t await_one(const std::vector<Active>& active, std::size_t done, std::size_t runs) const;
  void end(Active& active);
  void take_results(Contender& contender, std::uint64_t steps) const;
  void end_if_interrupted() const;

  Interruption interruption_;
  RungLoopSettings settings_;
  Work work_;
  Progress progress_;
  bool has_failed_ = false;
  bool had_to_do_ = false;
};

}  // namespace lowband
