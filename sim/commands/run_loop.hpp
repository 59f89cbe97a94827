#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/experiment/progress.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// Runs one after the other, each in a child process, with progress on the terminal; counts what is done. A run that
/// fails takes none of the others with it.
class RunLoop {
 public:
  /// `runs` runs of `iterations` steps each are to come.
  RunLoop(bool quiet, std::uint64_t iterations, std::size_t runs);

  /// Runs `work` in a child process; it writes its results and returns what they are. Throws UsageError if it does:
  /// the results cannot be written, and nor could those of the next run.
  void run(const std::string& name, const std::function<RunRecord(Progress&)>& work);
  /// A run that was done before.
  void skip() { ++begun_, ++done_; }
  /// Tells what was done; `out` is where it is. The exit status: 0, or 1 if a run failed.
  [[nodiscard]] int finish(const std::filesystem::path& out) const;

 private:
  Progress progress_;
  bool quiet_;
  std::uint64_t iterations_;
  std::size_t runs_;
  std::size_t begun_ = 0;
  std::size_t done_ = 0;
};

}  // namespace lowband
