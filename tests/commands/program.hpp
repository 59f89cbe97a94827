// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lowband::test {

/// How a program ended, and what it had said.
struct Ended {
  int status = 0;  ///< exit status, or 128 + the signal that it died of
  std::string out;
  std::string err;

  /// The lines of `err` that begin with "lowband: ": all but those that tell of runs that are over.
  [[nodiscard]] std::string complaints() const;
};

/// The circumstances in which `lowband` runs.
struct Circumstances {
  std::filesystem::path folder = ".";          ///< its working directory
  std::string data;                            ///< $LOWBAND_DATA
  std::optional<std::size_t> file_size_limit;  ///< bytes: files cannot grow beyond, as on a full disk
  std::string standard_output{};               ///< a file that standard output leads to, in place of Ended::out
  std::string standard_error{};                ///< likewise; "closed" if there is none
};

/// The real program as a child process. Standard output and standard error are captured, neither is a terminal.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments, const Circumstances& circumstances = {});
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&&) = delete;
  Program& operator=(Program&&) = delete;
  ~Program();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  /// Whether it has ended; asking does not wait.
  [[nodiscard]] bool has_ended();
  /// A child process that it has now, if it has any.
  [[nodiscard]] std::optional<pid_t> child() const;
  /// Waits for its end.
  Ended end();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::optional<int> status_;
};

/// Runs `lowband` with `arguments` and waits for its end.
[[nodiscard]] Ended lowband_program(const std::vector<std::string>& arguments, const Circumstances& circumstances = {});

}  // namespace lowband::test
