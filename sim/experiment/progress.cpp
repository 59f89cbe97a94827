#include "sim/experiment/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
  if (!quiet && ::isatty(STDERR_FILENO) == 1) terminal_ = ::dup(STDERR_FILENO);
}

Progress::~Progress() {
  if (terminal_ >= 0) ::close(terminal_);
}

void Progress::begin(const std::string& label, std::uint64_t iterations) {
  label_ = label;
  iterations_ = iterations;
  begun_ = Clock::now();
  shown_ = begun_ - shortest_interval;
}

void Progress::update(std::uint64_t iteration, double sim_time_s, double train_loss) {
  if (terminal_ < 0) return;
  const auto now = Clock::now();
  if (now - shown_ < shortest_interval) return;
  shown_ = now;
  const double elapsed = std::chrono::duration<double>(now - begun_).count();
  std::string left;
  if (iteration > 0) {
    const double per_iteration = elapsed / static_cast<double>(iteration);
    left = fmt::format(", {} left", human_seconds(per_iteration * static_cast<double>(iterations_ - iteration)));
  }
  rewrite(fmt::format("{}: step {}/{}{}, simulated {}, loss {:.4g}", label_, iteration, iterations_, left,
                      human_seconds(sim_time_s), train_loss),
          false);
}

void Progress::end(const std::string& outcome) {
  if (terminal_ < 0) return;
  const double elapsed = std::chrono::duration<double>(Clock::now() - begun_).count();
  rewrite(fmt::format("{}: {} in {}", label_, outcome, human_seconds(elapsed)), true);
}

void Progress::rewrite(const std::string& line, bool complete) const {
  const std::string text =
      complete ? fmt::format("{}{}\n", erase_line, line)
               : fmt::format("{}{:.{}}", erase_line, line, usable_columns(terminal_));  // cut to that width
  if (::write(terminal_, text.data(), text.size()) < 0) return;  // a terminal that went away is no reason to stop
}

}  // namespace lowband
