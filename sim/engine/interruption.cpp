// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/interruption.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace lowband {

namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

// A handler knows nothing but what is global.
std::atomic<int> received_signal = 0;
std::array<std::atomic<pid_t>, Interruption::most_children> children_to_kill{};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<pid_t>::is_always_lock_free);

extern "C" void take_signal(int signal) {
  received_signal = signal;
  for (const auto& child : children_to_kill) {
    if (const pid_t pid = child; pid > 0) ::kill(pid, SIGKILL);
  }
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
  received_signal = 0;
  handle_by(take_signal);
}

Interruption::~Interruption() { handle_by(SIG_DFL); }

int Interruption::signal() noexcept { return received_signal; }

void Interruption::add_child(pid_t child) noexcept {
  for (auto& place : children_to_kill) {
    pid_t nobody = 0;
    if (place.compare_exchange_strong(nobody, child)) break;
  }
  if (received_signal != 0) ::kill(child, SIGKILL);
}

void Interruption::remove_child(pid_t child) noexcept {
  for (auto& place : children_to_kill) {
    pid_t expected = child;
    if (place.compare_exchange_strong(expected, 0)) return;
  }
}

void Interruption::leave_to_system() noexcept { handle_by(SIG_DFL); }

}  // namespace lowband
