// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lowband {

/// A line on standard error that is rewritten as work goes on, where that is a terminal; in a log nothing is rewritten.
/// Silent on request.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;
  ~ProgressLine();

  /// Whether there is a line to be shown, every fifth of a second or so.
  [[nodiscard]] bool is_live() const noexcept { return is_terminal_; }
  /// Columns that a line may fill.
  [[nodiscard]] int columns() const;
  /// Puts `text` in its place, cut to the columns.
  void show(const std::string& text) const;
  /// Puts `text` in its place for good, in a log a line of its own; what follows begins a new one.
  void end(const std::string& text) const;
  /// Takes the line away.
  void clear() const;

 private:
  void write(const std::string& text) const;

  int output_ = -1;  ///< none: nothing is shown
  bool is_terminal_ = false;
};

}  // namespace lowband
