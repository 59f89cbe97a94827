// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/platform.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "tests/simulated.hpp"

namespace lowband::test {

/// The generator that `json` describes, as an option or a file would.
inline GeneratedPlatform generated(const Json& json) {
  const Place place = Place::options_of("platform");
  return platform_generators().read(json, place)->platform(place);
}

/// What SimGrid makes of the generated platform: its `workers` first hosts, and the routes between `pairs`.
inline PlatformReport inspected(const Json& json, int workers, const std::vector<std::pair<int, int>>& pairs) {
  const auto file = scratch_folder() / "generated.xml";
  std::ofstream(file) << platform_file(generated(json), "lowband platform");
  PlatformSettings settings;
  settings.file = file.string();
  settings.network.preset = "ideal";
  settings.workers = workers;
  return inspect_platform(settings, pairs);
}

/// The route between two of the workers.
inline PlatformReport::Route route(const Json& json, int workers, int from, int to) {
  return inspected(json, workers, {{from, to}}).routes.at(0);
}

/// A new file in the scratch folder.
inline std::string written(const std::string& name, const std::string& content) {
  const auto file = scratch_folder() / name;
  std::ofstream(file, std::ios::binary) << content;
  return file.string();
}

}  // namespace lowband::test
