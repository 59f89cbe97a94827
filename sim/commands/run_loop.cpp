#include "sim/commands/run_loop.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <exception>

#include "sim/base/error.hpp"
#include "sim/engine/forked.hpp"

namespace lowband {

namespace {

std::string outcome_of(const RunRecord& record) {
  const Summary& summary = record.summary;
  if (summary.status != "finished") return fmt::format("{}: {}", summary.status, summary.reason);
  const std::string replayed = record.timing.is_replayed ? ", replayed" : "";
  if (std::isnan(summary.final.test_accuracy)) return fmt::format("loss {:.4g}{}", summary.final.train_loss, replayed);
  return fmt::format("accuracy {:.2f} %{}", 100.0 * summary.final.test_accuracy, replayed);
}

}  // namespace

RunLoop::RunLoop(bool quiet, std::uint64_t iterations, std::size_t runs)
    : progress_(quiet), quiet_(quiet), iterations_(iterations), runs_(runs) {}

void RunLoop::run(const std::string& name, const std::function<RunRecord(Progress&)>& work) {
  progress_.begin(fmt::format("{}/{} {}", ++begun_, runs_, name), iterations_);
  try {
    progress_.end(run_in_child([&] { return outcome_of(work(progress_)); }));
    ++done_;
  } catch (const UsageError&) {
    progress_.end("not written");
    throw;
  } catch (const std::exception& error) {
    progress_.end("failed");
    fmt::print(stderr, "lowband: the run {} failed: {}\n", name, error.what());
  }
}

int RunLoop::finish(const std::filesystem::path& out) const {
  if (!quiet_) fmt::print("{} of {} runs done: {}\n", done_, runs_, out.string());
  return done_ == runs_ ? 0 : 1;
}

}  // namespace lowband
