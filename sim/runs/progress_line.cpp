// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/progress_line.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace lowband {

namespace {

constexpr const char* erase_line = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(bool quiet) {
  if (quiet) return;
  output_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  is_terminal_ = ::isatty(output_) == 1;
}

ProgressLine::~ProgressLine() {
  if (output_ >= 0) ::close(output_);
}

int ProgressLine::columns() const {
  constexpr int usual = 80;
  winsize size{};
  const bool known = ::ioctl(output_, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return (known ? size.ws_col : usual) - 1;  // a wrapped line cannot be rewritten
}

void ProgressLine::show(const std::string& text) const {
  if (is_terminal_) write(fmt::format("{}{:.{}}", erase_line, text, columns()));
}

void ProgressLine::end(const std::string& text) const {
  if (output_ >= 0) write(fmt::format("{}{}\n", is_terminal_ ? erase_line : "", text));
}

void ProgressLine::clear() const {
  if (is_terminal_) write(erase_line);
}

void ProgressLine::write(const std::string& text) const {
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
