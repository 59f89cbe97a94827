// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/run_loop.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <exception>
#include <system_error>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/engine/forked.hpp"
#include "sim/report/units.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

std::string outcome_of(const RunRecord& record) {
  const Summary& summary = record.summary;
  if (summary.status != "finished") return fmt::format("{}: {}", summary.status, summary.reason);
  const std::string replayed = record.timing.is_replayed ? ", replayed" : "";
  if (std::isnan(summary.final.train_loss)) {  // nothing was learned
    return fmt::format("simulated {}{}", human_seconds(summary.sim_time_s), replayed);
  }
  const std::string loss = fmt::format("loss {:.4g}", summary.final.train_loss);
  const double accuracy = summary.final.workers_test_accuracy;
  if (std::isnan(accuracy)) return loss + replayed;
  return fmt::format("accuracy {:.2f} %, {}{}", 100.0 * accuracy, loss, replayed);
}

}  // namespace

/// A run in its child.
struct RunLoop::Running {
  Running(RunQueue::Step its_step, std::string its_label) : step(std::move(its_step)), label(std::move(its_label)) {}

  RunQueue::Step step;
  std::string label;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  SharedProgress progress;
  std::unique_ptr<Child> child;
};

RunLoop::RunLoop(RunLoopSettings settings)
    : settings_(std::move(settings)), progress_(settings_.quiet, settings_.iterations) {}

RunLoop::~RunLoop() = default;

void RunLoop::run(RunQueue queue, const Work& work) {
  while (queue.waiting() > 0 || !running_.empty()) {
    end_if_interrupted();
    while (Interruption::signal() == 0 && running_.size() < static_cast<std::size_t>(settings_.jobs)) {
      const auto step = queue.next();
      if (!step) break;
      begin(*step, work);
    }
    if (running_.empty()) continue;  // a signal came before one could begin
    const auto over = running_.begin() + static_cast<std::ptrdiff_t>(await_one());
    const auto ended = std::move(*over);
    running_.erase(over);
    queue.ended(ended->step);
    end(*ended);
  }
  if (done_ < settings_.runs) end_if_interrupted();  // in the last one, too
}

void RunLoop::begin(const RunQueue::Step& step, const Work& work) {
  had_to_do_ = true;
  auto running = std::make_unique<Running>(step, fmt::format("{}/{} {}", ++begun_, settings_.runs, step.run.folder));
  SharedProgress& progress = running->progress;
  running->child = std::make_unique<Child>([&] { return outcome_of(work(step, progress)); });
  running_.push_back(std::move(running));
}

std::size_t RunLoop::await_one() {
  constexpr int look_every_ms = 200;
  std::vector<pollfd> answers;
  for (const auto& running : running_) answers.push_back({running->child->descriptor(), POLLIN, 0});
  while (true) {
    const int ready = ::poll(answers.data(), answers.size(), progress_.is_live() ? look_every_ms : -1);
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    for (std::size_t i = 0; ready > 0 && i < answers.size(); ++i) {
      if (answers[i].revents != 0 && running_[i]->child->take()) return i;
    }
    if (ready > 0 || !progress_.is_live()) continue;
    std::vector<RunningRun> shown;
    for (const auto& running : running_) shown.push_back({running->label, running->begun, running->progress.state()});
    progress_.show(shown, done_, settings_.runs);
  }
}

void RunLoop::end(Running& running) {
  const auto tell = [&](const std::string& outcome) { progress_.end(running.label, outcome, running.begun); };
  try {
    tell(running.child->result());
    ++done_;
  } catch (const UsageError&) {
    tell("not written");
    throw;
  } catch (const std::exception& error) {
    if (Interruption::signal() != 0) {  // it may have come to its end before it was killed
      const bool is_written = !fault_of_run(settings_.out / running.step.run.folder);
      tell(is_written ? "done" : "interrupted");
      if (is_written) ++done_;
      return;
    }
    tell("failed");
    print_error(fmt::format("the run {} failed: {}", running.step.run.folder, error.what()));
  }
}

/// When all that went on has ended, too.
void RunLoop::end_if_interrupted() const {
  const int signal = Interruption::signal();
  if (signal == 0 || !running_.empty()) return;
  throw Interrupted(signal, settings_.quiet
                                ? std::string()
                                : fmt::format("interrupted: {} of {} runs are done and kept in {}: {}", done_,
                                              settings_.runs, settings_.out.string(), settings_.remedy));
}

int RunLoop::finish() const {
  const bool is_done = done_ == settings_.runs;
  if (!settings_.quiet) {
    const char* const nothing = is_done && !had_to_do_ ? "nothing to do: " : "";
    fmt::print("{}{} of {} runs done: {}\n", nothing, done_, settings_.runs, settings_.out.string());
  }
  return is_done ? 0 : 1;
}

}  // namespace lowband
