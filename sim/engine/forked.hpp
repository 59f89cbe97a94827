// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace lowband {

/// A forked child that does some work. SimGrid allows one engine per process, and may end that process on bad input; a
/// child confines both. Must be made while this process has a single thread. The child dies with its parent, whose
/// locks it does not have (see ResultsLock). A signal that a present Interruption takes kills it.
class Child {
 public:
  explicit Child(const std::function<std::string()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;
  /// Kills it, unless its result has been taken.
  ~Child();

  /// Can be read from when take() will return without waiting for long, as poll(2) tells.
  [[nodiscard]] int descriptor() const noexcept { return answers_; }
  /// Takes what there is of its answer, waiting for some; true when that was all, and result() will not wait.
  [[nodiscard]] bool take();

  /// Waits for the end, and returns what its work returned. Rethrows here a UsageError of the child as UsageError and
  /// any other exception as std::runtime_error. If the child died of a signal or ended by itself, throws
  /// std::runtime_error that says so, with the reason that SimGrid gave, or else the last line on its standard error.
  [[nodiscard]] std::string result();

 private:
  /// Waits until it is no more; its exit status, as of waitpid(2).
  int reap() noexcept;

  pid_t pid_ = 0;  ///< 0: it is no more
  int answers_ = -1;
  int errors_ = -1;
  std::string answer_;
};

/// Runs `work` in a child and returns, or throws, its result().
[[nodiscard]] std::string run_in_child(const std::function<std::string()>& work);

}  // namespace lowband
