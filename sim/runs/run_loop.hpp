// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/forked.hpp"
#include "sim/engine/interruption.hpp"
#include "sim/results/run_record.hpp"
#include "sim/runs/progress.hpp"
#include "sim/runs/run_queue.hpp"

namespace lowband {

struct RunLoopSettings {
  bool quiet = false;
  int jobs = 1;                  ///< so many runs at a time, each in a child process
  std::uint64_t iterations = 0;  ///< steps of a run
  std::size_t runs = 0;          ///< of the experiment, those that are done among them
  std::filesystem::path out;     ///< where results go
  std::string remedy;            ///< ends what is said of an interruption: how to go on
};

/// Carries out runs, with progress on the terminal, or a line per run in a log; counts what is done. A run that fails
/// takes none of the others with it; SIGINT, SIGTERM and SIGHUP end them all.
class RunLoop {
 public:
  /// Does a run in this process, a child: writes its results into `out`, and returns what they are.
  using Work = std::function<RunRecord(const RunQueue::Step&, SharedProgress&)>;

  explicit RunLoop(RunLoopSettings settings);
  RunLoop(const RunLoop&) = delete;
  RunLoop& operator=(const RunLoop&) = delete;
  RunLoop(RunLoop&&) = delete;
  RunLoop& operator=(RunLoop&&) = delete;
  ~RunLoop();

  /// Does all that `queue` has. Throws UsageError if a run does: the results cannot be written, and nor could those of
  /// the next one. Throws Interrupted.
  void run(RunQueue queue, const Work& work);
  /// So many runs were done before.
  void skip(std::size_t runs) {
    begun_ += runs;
    done_ += runs;
  }
  /// Tells what was done. The exit status: 0, or 1 if a run failed.
  [[nodiscard]] int finish() const;

 private:
  struct Running;

  void begin(const RunQueue::Step& step, const Work& work);
  /// Shows progress until one of those that go on has said all that it has to say; returns its index.
  std::size_t await_one();
  /// Takes the result of a run.
  void end(Running& running);
  void end_if_interrupted() const;

  Interruption interruption_;
  RunLoopSettings settings_;
  Progress progress_;
  std::vector<std::unique_ptr<Running>> running_;
  std::size_t begun_ = 0;
  std::size_t done_ = 0;
  bool had_to_do_ = false;
};

}  // namespace lowband
