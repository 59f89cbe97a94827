#include "sim/engine/interruption.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace lowband {

namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

// A handler knows nothing but what is global.
std::atomic<int> received = 0;
std::atomic<pid_t> child_to_kill = 0;
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<pid_t>::is_always_lock_free);

extern "C" void take_signal(int signal) {
  received = signal;
  if (const pid_t child = child_to_kill; child > 0) ::kill(child, SIGKILL);
}

/// Sets what becomes of the signals, but for those that are ignored.
void handle_by(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int signal : signals) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
      ::sigaction(signal, &action, nullptr);
    }
  }
}

}  // namespace

Interruption::Interruption() {
  received = 0;
  handle_by(take_signal);
}

Interruption::~Interruption() { handle_by(SIG_DFL); }

int Interruption::signal() noexcept { return received; }

void Interruption::set_child(pid_t child) noexcept {
  child_to_kill = child;
  if (child > 0 && received != 0) ::kill(child, SIGKILL);
}

void Interruption::leave_to_system() noexcept { handle_by(SIG_DFL); }

}  // namespace lowband
