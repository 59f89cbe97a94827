// SPDX-License-Identifier: Apache-2.0
#include "tests/simulated.hpp"

#include <fmt/format.h>

#include <fstream>

#include "tests/checked_child.hpp"
#include "tests/temporary_folder.hpp"

namespace lowband::test {

namespace fs = std::filesystem;

fs::path scratch_folder() {
  // Only the process that made it removes it, not the children that it forks: they end without destructors.
  static const TemporaryFolder folder;
  return folder.path();
}

PlatformSettings star(int workers, double bandwidth_Bps, double latency_s, double speed, const std::string& network) {
  const auto file = scratch_folder() / fmt::format("star-{}-{}-{}-{}.xml", workers, bandwidth_Bps, latency_s, speed);
  std::ofstream(file) << fmt::format(R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="w" suffix="" radical="0-{}" speed="{}f" bw="{}Bps" lat="{}s" sharing_policy="SPLITDUPLEX"/>
</platform>
)",
                                     workers - 1, speed, bandwidth_Bps, latency_s);
  PlatformSettings settings;
  settings.file = file.string();
  settings.network.preset = network;
  settings.workers = workers;
  return settings;
}

PlatformSettings shipped(const std::string& file, int workers, const std::string& network) {
  PlatformSettings settings;
  settings.file = (fs::path(LOWBAND_SOURCE_DIR) / "platforms" / file).string();
  settings.network.preset = network;
  settings.workers = workers;
  return settings;
}

std::string reason_of(const Simulation& simulation) {
  const auto& diverged = simulation.diverged();
  return diverged ? diverged->what() : "";
}

SimulatedOptions jittery() {
  SimulatedOptions options;
  options.compute.jitter = 0.2;
  options.compute.slowdown = {1.0, 2.5, 1.0, 1.0};
  return options;
}

Findings simulated(const PlatformSettings& platform, const std::function<void(Worker&, Json&)>& program,
                   const std::function<Json(const Simulation&)>& after, const SimulatedOptions& options) {
  const std::string answer = run_in_checked_child([&] {
    TaskPool pool(options.threads);
    Simulation simulation(platform, options.compute, options.seed, pool, options.pairs);
    std::vector<Json> workers(static_cast<std::size_t>(platform.workers) + platform.others.size());
    simulation.run([&](Worker& worker) { program(worker, workers[static_cast<std::size_t>(worker.rank())]); });
    return Json({{"workers", workers}, {"all", after ? after(simulation) : Json()}}).dump();
  });
  const Json json = Json::parse(answer);
  return {json.at("workers").get<std::vector<Json>>(), json.at("all")};
}

}  // namespace lowband::test
