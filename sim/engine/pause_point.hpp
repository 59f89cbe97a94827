// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace lowband {

/// Where a Child waits for its parent, in the middle of its work. It is made before the child, which has it by being
/// forked. A parent that dies takes a waiting child with it, as any other.
class PausePoint {
 public:
  /// Throws std::system_error.
  PausePoint();
  PausePoint(const PausePoint&) = delete;
  PausePoint& operator=(const PausePoint&) = delete;
  PausePoint(PausePoint&&) = delete;
  PausePoint& operator=(PausePoint&&) = delete;
  ~PausePoint();

  /// In the child: tells the parent something, and waits for its answer. Throws std::runtime_error if there is no
  /// parent any more.
  [[nodiscard]] std::string pause(const std::string& told);

  /// In the parent, when the child has been forked: from now on the end of the child is noticed here.
  void leave_to_child();
  /// In the parent: can be read from when the child waits, or is no more.
  [[nodiscard]] int descriptor() const noexcept { return parent_; }
  /// In the parent: what the child tells, which then waits for go_on(); nothing if it is no more. Waits for either.
  [[nodiscard]] std::optional<std::string> told();
  /// In the parent: lets the child go on, with this answer; a child that is no more does not mind.
  void go_on(const std::string& answer);

 private:
  int parent_ = -1;
  int child_ = -1;  ///< -1: closed here
};

}  // namespace lowband
