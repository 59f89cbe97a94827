// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "tests/commands/program.hpp"
#include "tests/temporary_folder.hpp"

namespace lowband::test {

/// A folder with a platform and what it takes to write experiments and run them there.
class Workplace {
 public:
  /// Writes star.xml, 8 hosts.
  Workplace();

  /// A valid experiment that takes some milliseconds: four workers, a quadratic, two algorithms, two scenarios.
  [[nodiscard]] static Json small_experiment();

  /// Writes `content` into `name`.
  void write(const std::string& name, const std::string& content) const;
  void write(const std::string& name, const Json& content) const { write(name, content.dump(2) + '\n'); }
  [[nodiscard]] std::string read(const std::string& name) const { return content_of(path() / name); }

  /// Runs `lowband` in this folder.
  [[nodiscard]] Ended lowband(const std::vector<std::string>& arguments, Circumstances circumstances = {}) const;
  /// As lowband(), and checks that it has succeeded without a word of complaint.
  std::string succeed(const std::vector<std::string>& arguments, const Circumstances& circumstances = {}) const;
  /// As lowband(), and checks that it has refused bad input: exit status 2, one line on standard error, which is
  /// returned without "lowband: ", nothing on standard output, and no file or folder made, changed or removed here.
  std::string refuse(const std::vector<std::string>& arguments, const Circumstances& circumstances = {}) const;

  /// Every file below `folder` with its content, by relative path; folders have an empty one.
  [[nodiscard]] std::map<std::string, std::string> files(const std::string& folder = ".") const;
  /// Those of files() that two executions share: all but timing.json, which tells real seconds.
  [[nodiscard]] std::map<std::string, std::string> reproducible_files(const std::string& folder) const;
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace lowband::test
