// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <sstream>
#include <string>

namespace lowband::test {

/// Whether gnuplot is on the PATH; warns that the test is skipped if it is not.
inline bool gnuplot_installed() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (std::filesystem::exists(std::filesystem::path(folder) / "gnuplot")) return true;
  }
  WARN("skipped: " << Catch::getResultCapture().getCurrentTestName() << ": gnuplot is not installed");
  return false;
}

}  // namespace lowband::test
