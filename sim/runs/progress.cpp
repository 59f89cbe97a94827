// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/units.hpp"

namespace lowband {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

}  // namespace

void Progress::show(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs) const {
  if (!line_.is_live() || running.empty()) return;
  const std::string line = running.size() == 1 ? one(running.front()) : several(running, done, runs);
  if (!line.empty()) line_.show(line);
}

std::string Progress::one(const RunningRun& run) const {
  const auto& state = run.state;
  if (!state.has_begun) return "";
  std::string left;
  if (state.iteration > 0) {
    const double per_iteration = seconds_since(run.begun) / static_cast<double>(state.iteration);
    left = fmt::format(", {} left", human_seconds(per_iteration * static_cast<double>(iterations_ - state.iteration)));
  }
  const std::string loss = std::isnan(state.train_loss) ? "" : fmt::format(", loss {:.4g}", state.train_loss);
  return fmt::format("{}: step {}/{}{}, simulated {}{}", run.label, state.iteration, iterations_, left,
                     human_seconds(state.sim_time_s), loss);
}

std::string Progress::several(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs) const {
  const std::string total = fmt::format("{} of {} done:", done, runs);
  // Each is a space, its label and " 100 %".
  constexpr int around_label = 7;
  const int share = (line_.columns() - static_cast<int>(total.size())) / static_cast<int>(running.size());
  const int of_label = std::max(share - around_label, 1);
  std::string line = total;
  for (const auto& run : running) {
    const double passed = 100.0 * static_cast<double>(run.state.iteration) / static_cast<double>(iterations_);
    line += fmt::format(" {:.{}} {:.0f} %", run.label, of_label, std::floor(passed));
  }
  return line;
}

void Progress::end(const std::string& label, const std::string& outcome, Clock::time_point begun) const {
  line_.end(fmt::format("{}: {} in {}", label, outcome, human_seconds(seconds_since(begun))));
}

}  // namespace lowband
