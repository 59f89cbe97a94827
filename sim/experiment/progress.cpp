#include "sim/experiment/progress.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>

#include "sim/report/units.hpp"

namespace lowband {

namespace {
constexpr std::chrono::milliseconds shortest_interval{200};
constexpr const char* erase_line = "\r\x1b[K";

/// Columns that a line may fill without being wrapped: a wrapped line cannot be rewritten.
int usable_columns(int terminal) {
  constexpr int usual = 80;
  winsize size{};
  const bool known = ::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return (known ? size.ws_col : usual) - 1;
}
}  // namespace

Progress::Progress(bool quiet) {
  if (quiet) return;
  output_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  is_terminal_ = ::isatty(output_) == 1;
}

Progress::~Progress() {
  if (output_ >= 0) ::close(output_);
}

void Progress::begin(const std::string& label, std::uint64_t iterations) {
  label_ = label;
  iterations_ = iterations;
  begun_ = Clock::now();
  shown_ = begun_ - shortest_interval;
}

void Progress::update(std::uint64_t iteration, double sim_time_s, double train_loss) {
  if (!is_terminal_) return;
  const auto now = Clock::now();
  if (now - shown_ < shortest_interval) return;
  shown_ = now;
  const double elapsed = std::chrono::duration<double>(now - begun_).count();
  std::string left;
  if (iteration > 0) {
    const double per_iteration = elapsed / static_cast<double>(iteration);
    left = fmt::format(", {} left", human_seconds(per_iteration * static_cast<double>(iterations_ - iteration)));
  }
  const std::string loss = std::isnan(train_loss) ? "" : fmt::format(", loss {:.4g}", train_loss);
  const std::string line = fmt::format("{}: step {}/{}{}, simulated {}{}", label_, iteration, iterations_, left,
                                       human_seconds(sim_time_s), loss);
  write(fmt::format("{}{:.{}}", erase_line, line, usable_columns(output_)));  // cut to that width
}

void Progress::end(const std::string& outcome) {
  if (output_ < 0) return;
  const double elapsed = std::chrono::duration<double>(Clock::now() - begun_).count();
  write(fmt::format("{}{}: {} in {}\n", is_terminal_ ? erase_line : "", label_, outcome, human_seconds(elapsed)));
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
