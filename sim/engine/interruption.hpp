// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <stdexcept>
#include <string>

namespace lowband {

/// The user, or the system, has asked for an end: with Ctrl-C (SIGINT), SIGTERM, or SIGHUP when a terminal goes.
class Interrupted : public std::runtime_error {
 public:
  /// `message`: what is kept and how to go on; "" says nothing.
  Interrupted(int signal, const std::string& message) : std::runtime_error(message), signal_(signal) {}

  [[nodiscard]] int signal() const noexcept { return signal_; }

 private:
  int signal_;
};

/// While it exists, none of those signals ends this process: it kills every Child that there is, and is remembered, so
/// that the process can put in order what it has begun, and end by itself. Signals that were ignored before (as those
/// of `nohup`) still are. One at a time.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  Interruption(Interruption&&) = delete;
  Interruption& operator=(Interruption&&) = delete;
  ~Interruption();

  /// The signal that came, or 0.
  [[nodiscard]] static int signal() noexcept;
  /// A signal is to kill this child, too, from now on; at once if one came before. At most most_children at a time.
  static void add_child(pid_t child) noexcept;
  static void remove_child(pid_t child) noexcept;
  static constexpr int most_children = 256;
  /// In a child: signals end it as if there were no Interruption.
  static void leave_to_system() noexcept;
};

}  // namespace lowband
