#include "sim/commands/run_loop.hpp"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/engine/forked.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

std::string outcome_of(const RunRecord& record) {
  const Summary& summary = record.summary;
  if (summary.status != "finished") return fmt::format("{}: {}", summary.status, summary.reason);
  const std::string loss = fmt::format("loss {:.4g}", summary.final.train_loss);
  const std::string replayed = record.timing.is_replayed ? ", replayed" : "";
  const double accuracy = summary.final.workers_test_accuracy;
  if (std::isnan(accuracy)) return loss + replayed;
  return fmt::format("accuracy {:.2f} %, {}{}", 100.0 * accuracy, loss, replayed);
}

}  // namespace

RunLoop::RunLoop(bool quiet, std::uint64_t iterations, std::size_t runs, std::filesystem::path out, std::string remedy)
    : progress_(quiet),
      quiet_(quiet),
      iterations_(iterations),
      runs_(runs),
      out_(std::move(out)),
      remedy_(std::move(remedy)) {}

void RunLoop::run(const std::string& name, const std::function<RunRecord(Progress&)>& work) {
  end_if_interrupted();
  had_to_do_ = true;
  progress_.begin(fmt::format("{}/{} {}", ++begun_, runs_, name), iterations_);
  try {
    progress_.end(run_in_child([&] { return outcome_of(work(progress_)); }));
    ++done_;
  } catch (const UsageError&) {
    progress_.end("not written");
    throw;
  } catch (const std::exception& error) {
    if (Interruption::signal() != 0) {
      const bool is_written = !fault_of_run(out_ / name);  // it may have come to its end before it was killed
      progress_.end(is_written ? "done" : "interrupted");
      if (is_written) ++done_;
      end_if_interrupted();
    }
    progress_.end("failed");
    print_error(fmt::format("the run {} failed: {}", name, error.what()));
  }
}

void RunLoop::end_if_interrupted() const {
  const int signal = Interruption::signal();
  if (signal == 0) return;
  throw Interrupted(signal, quiet_ ? std::string()
                                   : fmt::format("interrupted: {} of {} runs are done and kept in {}: {}", done_, runs_,
                                                 out_.string(), remedy_));
}

int RunLoop::finish() const {
  const bool is_done = done_ == runs_;
  if (!quiet_) {
    const char* const nothing = is_done && !had_to_do_ ? "nothing to do: " : "";
    fmt::print("{}{} of {} runs done: {}\n", nothing, done_, runs_, out_.string());
  }
  return is_done ? 0 : 1;
}

}  // namespace lowband
