// SPDX-License-Identifier: Apache-2.0
#include "sim/base/notice.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <string>

#include "sim/base/printable.hpp"

namespace lowband {

namespace {

/// Keeps a closed pipe from ending the process while it stands.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;
  NoPipeSignal(NoPipeSignal&&) = delete;
  NoPipeSignal& operator=(NoPipeSignal&&) = delete;
  ~NoPipeSignal() {
    const timespec at_once{};
    while (sigtimedwait(&pipe_, nullptr, &at_once) < 0 && errno == EINTR) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

void print(std::string_view kind, std::string_view text) {
  const std::string line = fmt::format("lowband: {}{}\n", kind, printable(text));
  const NoPipeSignal guard;
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = ::write(STDERR_FILENO, line.data() + written, line.size() - written);
    if (n < 0 && errno != EINTR) return;  // nobody is left to tell
    if (n > 0) written += static_cast<std::size_t>(n);
  }
}

}  // namespace

void print_error(std::string_view text) { print("", text); }
void print_warning(std::string_view text) { print("warning: ", text); }
void print_note(std::string_view text) { print("note: ", text); }

}  // namespace lowband
