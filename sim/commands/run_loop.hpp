#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/engine/interruption.hpp"
#include "sim/experiment/progress.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// Runs one after the other, each in a child process, with progress on the terminal, or a line per run in a log; counts
/// what is done. A run that fails takes none of the others with it; SIGINT, SIGTERM and SIGHUP end them all.
class RunLoop {
 public:
  /// `runs` runs of `iterations` steps each are to come; their results go to `out`. `remedy` ends what is said of an
  /// interruption: how to go on.
  RunLoop(bool quiet, std::uint64_t iterations, std::size_t runs, std::filesystem::path out, std::string remedy);

  /// Runs `work` in a child process; it writes its results into the folder `name` of `out` and returns what they are.
  /// Throws UsageError if it does: the results cannot be written, and nor could those of the next run. Throws
  /// Interrupted.
  void run(const std::string& name, const std::function<RunRecord(Progress&)>& work);
  /// So many runs were done before.
  void skip(std::size_t runs) {
    begun_ += runs;
    done_ += runs;
  }
  /// Tells what was done. The exit status: 0, or 1 if a run failed.
  [[nodiscard]] int finish() const;

 private:
  void end_if_interrupted() const;

  Interruption interruption_;
  Progress progress_;
  bool quiet_;
  std::uint64_t iterations_;
  std::size_t runs_;
  std::filesystem::path out_;
  std::string remedy_;
  std::size_t begun_ = 0;
  std::size_t done_ = 0;
  bool had_to_do_ = false;
};

}  // namespace lowband
