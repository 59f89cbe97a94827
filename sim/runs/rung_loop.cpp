// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/rung_loop.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <exception>
#include <system_error>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/notice.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/pause_point.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

std::string text_of(const std::vector<MetricsRow>& rows) {
  Json json = Json::array();
  for (const auto& row : rows) json.push_back(to_json(row));
  return json.dump();
}

std::vector<MetricsRow> rows_in(const std::string& text) {
  const Place place("a run");
  const Json json = parse_json(text, place.file());
  std::vector<MetricsRow> rows;
  for (std::size_t i = 0; i < json.size(); ++i) from_json(json[i], place / i, rows.emplace_back());
  return rows;
}

/// Those up to the first at or after `steps`.
std::vector<MetricsRow> rows_until(std::uint64_t steps, std::vector<MetricsRow> rows) {
  const auto is_there = [steps](const MetricsRow& row) { return row.iteration >= steps; };
  const auto last = std::find_if(rows.begin(), rows.end(), is_there);
  if (last != rows.end()) rows.erase(last + 1, rows.end());
  return rows;
}

std::string outcome_of(const Contender& contender) {
  if (contender.has_diverged) return "diverged";
  if (contender.rows.empty()) return "nothing was evaluated";
  const MetricsRow& row = contender.rows.back();
  const std::string so_far = fmt::format("step {}, loss {:.4g}", row.iteration, row.train_loss);
  const double accuracy = row.workers_test_accuracy;
  return std::isnan(accuracy) ? so_far : fmt::format("{}, accuracy {:.2f} %", so_far, 100.0 * accuracy);
}

}  // namespace

/// The child of a run, and where it waits.
class Contender::Waiting {
 public:
  Waiting(const PlannedRun& run, std::uint64_t steps, std::uint64_t iterations, const RungLoop::Work& work)
      : child_([&] {
          std::uint64_t until = steps;
          work(run, progress_, [&](const std::vector<MetricsRow>& rows) {
            if (until < iterations && rows.back().iteration >= until) until = std::stoull(point_.pause(text_of(rows)));
          });
          return std::string();
        }) {
    point_.leave_to_child();
  }

  void go_on(std::uint64_t steps) { point_.go_on(std::to_string(steps)); }
  [[nodiscard]] const SharedProgress& progress() const { return progress_; }
  [[nodiscard]] Child& child() { return child_; }
  [[nodiscard]] PausePoint& point() { return point_; }

 private:
  SharedProgress progress_;
  PausePoint point_;
  Child child_;  // last: it is forked when the others are there
};

Contender::Contender(PlannedRun its_run) : run(std::move(its_run)) {}
Contender::Contender(Contender&&) noexcept = default;
Contender::~Contender() = default;
void Contender::leave() { waiting.reset(); }

/// A contender that goes on.
struct RungLoop::Active {
  Contender* contender;
  std::uint64_t steps;
  std::string label;
  std::chrono::steady_clock::time_point begun;
};

RungLoop::RungLoop(RungLoopSettings settings, Work work)
    : settings_(std::move(settings)), work_(std::move(work)), progress_(settings_.quiet, settings_.iterations) {}

void RungLoop::bring(const std::vector<Contender*>& contenders, std::uint64_t steps, const std::string& label) {
  std::vector<Contender*> to_bring;
  for (Contender* contender : contenders) {
    if (!contender->is_over && !fault_of_run(settings_.out / contender->run.folder)) contender->is_over = true;
    if (contender->is_over) {
      take_results(*contender, steps);
    } else {
      to_bring.push_back(contender);
    }
  }
  had_to_do_ = had_to_do_ || !to_bring.empty();
  std::vector<Active> active;
  std::size_t begun = 0;
  while (begun < to_bring.size() || !active.empty()) {
    end_if_interrupted();
    while (begun < to_bring.size() && active.size() < static_cast<std::size_t>(settings_.jobs)) {
      Contender& next = *to_bring[begun++];
      active.push_back(begin(next, steps, fmt::format("{} {}/{} {}", label, begun, to_bring.size(), next.run.folder)));
    }
    const auto index = static_cast<std::ptrdiff_t>(await_one(active, begun - active.size(), to_bring.size()));
    Active ended = std::move(active[static_cast<std::size_t>(index)]);
    active.erase(active.begin() + index);
    end(ended);
  }
  end_if_interrupted();
}

RungLoop::Active RungLoop::begin(Contender& contender, std::uint64_t steps, std::string label) const {
  if (contender.waiting) {
    contender.waiting->go_on(steps);
  } else {
    contender.waiting = std::make_unique<Contender::Waiting>(contender.run, steps, settings_.iterations, work_);
  }
  return {&contender, steps, std::move(label), std::chrono::steady_clock::now()};
}

std::size_t RungLoop::await_one(const std::vector<Active>& active, std::size_t done, std::size_t runs) const {
  constexpr int look_every_ms = 200;
  while (true) {
    std::vector<pollfd> ends;  // of each child its answer, and then the point at which it waits
    for (const auto& each : active) {
      ends.push_back({each.contender->waiting->child().descriptor(), POLLIN, 0});
      ends.push_back({each.contender->waiting->point().descriptor(), POLLIN, 0});
    }
    const int ready = ::poll(ends.data(), ends.size(), progress_.is_live() ? look_every_ms : -1);
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    for (std::size_t i = 0; ready > 0 && i < ends.size(); ++i) {
      if (ends[i].revents != 0) return i / 2;
    }
    if (!progress_.is_live()) continue;
    std::vector<RunningRun> shown;
    for (const auto& each : active) {
      shown.push_back({each.label, each.begun, each.contender->waiting->progress().state()});
    }
    progress_.show(shown, done, runs);
  }
}

/// What a child says last, and that it is no more, can be seen in any order: first comes what it tells where it waits.
void RungLoop::end(Active& active) {
  Contender& contender = *active.contender;
  try {
    if (const auto told = contender.waiting->point().told()) {
      contender.rows = rows_in(*told);
      if (!settings_.keeps) contender.leave();
    } else {
      static_cast<void>(contender.waiting->child().result());
      contender.leave();
      contender.is_over = true;
      take_results(contender, active.steps);
    }
  } catch (const UsageError&) {
    progress_.end(active.label, "not written", active.begun);
    throw;
  } catch (const std::exception& error) {
    contender.leave();
    if (Interruption::signal() != 0) return;
    has_failed_ = true;
    contender.has_failed = true;
    progress_.end(active.label, "failed", active.begun);
    print_error(fmt::format("the run {} failed: {}", contender.run.folder, error.what()));
    return;
  }
  progress_.end(active.label, outcome_of(contender), active.begun);
}

void RungLoop::take_results(Contender& contender, std::uint64_t steps) const {
  RunRecord record = read_run(settings_.out / contender.run.folder);
  contender.has_diverged = record.summary.status == "diverged";
  contender.rows = rows_until(steps, std::move(record.metrics));
}

void RungLoop::end_if_interrupted() const {
  const int signal = Interruption::signal();
  if (signal == 0) return;
  throw Interrupted(signal, settings_.quiet ? std::string()
                                            : fmt::format("interrupted: what rungs and runs are done is kept in {}: {}",
                                                          settings_.out.string(), settings_.remedy));
}

}  // namespace lowband
