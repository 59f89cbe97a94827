// SPDX-License-Identifier: Apache-2.0
// Devices over time through the whole program.
#include <catch2/catch.hpp>
#include <utility>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Steps of a second; worker 2 stands still from 1.5 s to 11.5 s.
Json with_pause() {
  Json experiment = Workplace::small_experiment();
  experiment["network"] = "ideal";
  experiment["compute"] = {{"step_time", 1}, {"devices", {{"kind", "over-time"}, {"file", "speeds.csv"}}}};
  return experiment;
}

constexpr auto speeds = "host,time_s,factor\nworker-2,1.5,0\nworker-2,11.5,1\n";

double end_of(const Workplace& place, const std::string& run) {
  return Json::parse(place.read(run + "/summary.json"))["final"]["sim_time_s"].get<double>();
}

std::map<std::string, std::string> runs_of(const Workplace& place, const std::string& folder) {
  auto files = place.reproducible_files(folder);
  std::erase_if(files,
                [](const auto& file) { return file.first.starts_with("traces") || file.first == "manifest.json"; });
  return files;
}

}  // namespace

TEST_CASE("all wait for a device that stands still, for as long as it does", "[commands][devices]") {
  const Workplace place;
  Json experiment = with_pause();
  place.write("speeds.csv", std::string(speeds));
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "paused"});
  experiment["compute"].erase("devices");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "plain"});
  // The pause comes on top. And when worker 2 is there, it has got all three messages of the ring's first half already:
  // it passes on three of 32 bytes at once, which share every port on their 6 hops.
  for (const auto& [run, bytes_per_s] : {std::pair("ring@fast@seed1", 125e6), std::pair("ring@slow@seed1", 1.25e6)}) {
    const double burst = 6 * 2 * 32 / bytes_per_s;
    CHECK(end_of(place, std::string("paused/") + run) ==
          Approx(end_of(place, std::string("plain/") + run) + 10.0 + burst).epsilon(1e-9));
  }
}

TEST_CASE("runs are replayed under other devices over time, as if trained there", "[commands][devices]") {
  const Workplace place;
  Json experiment = with_pause();
  experiment["compute"]["jitter"] = 0.3;
  experiment["compute"]["slowdown"] = {{"worker-1", 1.5}};
  experiment["algorithms"].push_back(
      Json::parse(R"({"name": "server", "paradigm": "parameter-server", "local_steps": 2, "server_hosts": "shared"})"));
  experiment["algorithms"].push_back(
      Json::parse(R"({"name": "overlap", "paradigm": "all-reduce", "overlap": true, "fusion_bytes": 16})"));
  place.write("speeds.csv", std::string(speeds));
  place.write("others.csv", std::string("host,time_s,factor\nworker-*,2,0\nworker-*,2.75,2\nworker-0,3,0.5\n"));
  place.write("experiment.json", experiment);
  const Json added = Json::parse(R"({"scenarios": [
      {"name": "other", "devices": {"kind": "over-time", "file": "others.csv"}},
      {"name": "drawn", "devices": [{"speeds": [1, 2, 4]}, {"kind": "over-time", "file": "others.csv"}]}]})");
  place.write("added.json", added);
  place.succeed({"run", "experiment.json", "--out", "out", "--threads", "1"});
  CHECK(Json::parse(place.read("out/manifest.json"))["experiment"]["compute"]["devices"] ==
        Json::parse(R"({"kind": "over-time", "rows": [["worker-2", 1.5, 0.0], ["worker-2", 11.5, 1.0]]})"));
  for (const Json& scenario : added["scenarios"]) experiment["scenarios"].push_back(scenario);
  place.write("all.json", experiment);
  place.succeed({"run", "all.json", "--out", "trained", "--no-replay", "--threads", "2"});
  CHECK(end_of(place, "trained/ring@other@seed1") != end_of(place, "trained/ring@drawn@seed1"));

  fs::remove(place.path() / "speeds.csv");
  place.succeed({"retime", "out", "--scenarios", "added.json"});
  CHECK(runs_of(place, "out") == runs_of(place, "trained"));
  // Results hold what the files held: the same again needs none.
  fs::remove(place.path() / "others.csv");
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  place.write("again.json", Json{{"scenarios", manifest["experiment"]["scenarios"]}});
  CHECK_THAT(place.succeed({"retime", "out", "--scenarios", "again.json"}), StartsWith("nothing to do: "));
}

TEST_CASE("a file of devices over time that is wrong is told before anything is done", "[commands][devices]") {
  const Workplace place;
  place.write("experiment.json", with_pause());
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("/compute/devices/file: ") && Contains("speeds.csv"));
  place.write("speeds.csv", std::string("host,time_s,factor\nworker-2,1.5,0\n"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("/compute/devices: host \"worker-2\" stands still for ever from 1.5 s on"));
  place.write("speeds.csv", std::string("host,time_s,factor\nworker-2,1.5,0\nworker-2,1,1\n"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("speeds.csv:3: expected a time_s above 1.5"));
}

TEST_CASE("several shards, whose draws are at instants of their own, are refused with devices over time",
          "[commands]") {
  const Workplace place;
  Json experiment = with_pause();
  experiment["algorithms"] = Json::parse(
      R"([{"name": "drawn", "paradigm": "parameter-server", "clients_per_round": 2, "shards": 2, "server_hosts": "shared"}])");
  place.write("speeds.csv", std::string(speeds));
  place.write("experiment.json", experiment);
  CHECK_THAT(
      place.refuse({"run", "experiment.json", "--out", "out"}),
      Contains("/algorithms/0/shards: the servers of several shards draw the clients of a round at instants of "));
}
