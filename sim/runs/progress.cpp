#include "sim/runs/progress.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>

#include "sim/report/units.hpp"

namespace lowband {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* erase_line = "\r\x1b[K";

/// Columns that a line may fill without being wrapped: a wrapped line cannot be rewritten.
int usable_columns(int terminal) {
  constexpr int usual = 80;
  winsize size{};
  const bool known = ::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return (known ? size.ws_col : usual) - 1;
}

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

}  // namespace

Progress::Progress(bool quiet, std::uint64_t iterations) : iterations_(iterations) {
  if (quiet) return;
  output_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  is_terminal_ = ::isatty(output_) == 1;
}

Progress::~Progress() {
  if (output_ >= 0) ::close(output_);
}

void Progress::show(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs) const {
  if (!is_terminal_ || running.empty()) return;
  const int columns = usable_columns(output_);
  const std::string line = running.size() == 1 ? one(running.front()) : several(running, done, runs, columns);
  if (!line.empty()) write(fmt::format("{}{:.{}}", erase_line, line, columns));  // cut to that width
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

std::string Progress::several(const std::vector<RunningRun>& running, std::size_t done, std::size_t runs,
                              int columns) const {
  const std::string total = fmt::format("{} of {} done:", done, runs);
  // Each is a space, its label and " 100 %".
  constexpr int around_label = 7;
  const int share = (columns - static_cast<int>(total.size())) / static_cast<int>(running.size());
  const int of_label = std::max(share - around_label, 1);
  std::string line = total;
  for (const auto& run : running) {
    const double passed = 100.0 * static_cast<double>(run.state.iteration) / static_cast<double>(iterations_);
    line += fmt::format(" {:.{}} {:.0f} %", run.label, of_label, std::floor(passed));
  }
  return line;
}

void Progress::end(const std::string& label, const std::string& outcome, Clock::time_point begun) const {
  if (output_ < 0) return;
  write(fmt::format("{}{}: {} in {}\n", is_terminal_ ? erase_line : "", label, outcome,
                    human_seconds(seconds_since(begun))));
}

void Progress::write(const std::string& text) const {
  // A terminal that went away, a full disk or a reader that has ended are no reason to stop: SIGPIPE is held back.
  sigset_t pipe{};
  sigset_t before{};
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  if (::write(output_, text.data(), text.size()) < 0 && errno == EPIPE) {
    const timespec at_once{};
    ::sigtimedwait(&pipe, nullptr, &at_once);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace lowband
