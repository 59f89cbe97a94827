// SPDX-License-Identifier: Apache-2.0
// Devices over time on the platforms of an experiment.
#include <catch2/catch.hpp>

#include "sim/experiment/experiment.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json over_time(const Json& rows) { return {{"kind", "over-time"}, {"rows", rows}}; }

/// Reads the experiment and looks at its platforms.
void inspect(const Workplace& place, const Json& json) {
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  static_cast<void>(experiment.inspect_platform());
}

}  // namespace

TEST_CASE("devices over time must be of workers on the platform of every scenario", "[experiment][devices]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["compute"] = {{"devices", over_time({{"wroker-1", 0, 0.5}})}};
  CHECK_THROWS_WITH(inspect(place, json), Contains("/compute/devices: no host of a worker matches \"wroker-1\", did "
                                                   "you mean \"worker-1\"?"));
  json["compute"]["devices"] = over_time({{"worker-7", 0, 0.5}});  // of 4 workers
  CHECK_THROWS_WITH(inspect(place, json), Contains("/compute/devices: no host of a worker matches \"worker-7\""));
  json["compute"]["devices"] = over_time({{"worker-*", 0, 0.5}, {"worker-3", 1, 2}});
  CHECK_NOTHROW(inspect(place, json));

  std::string other = place.read("star.xml");
  for (auto at = other.find("worker-"); at != std::string::npos; at = other.find("worker-", at)) {
    other.replace(at, 7, "node-");
  }
  place.write("other.xml", other);
  json["scenarios"] = Json::parse(R"([{"name": "here"}, {"name": "elsewhere", "platform": "other.xml"}])");
  CHECK_THROWS_WITH(inspect(place, json),
                    Contains("/scenarios/1/platform: \"devices\" of \"compute\": no host of a worker matches "));
  json["scenarios"][1]["devices"] = over_time({{"node-?", 0, 0.5}});
  CHECK_NOTHROW(inspect(place, json));
  json["scenarios"][1]["devices"] = over_time({{"worker-1", 0, 0.5}});
  CHECK_THROWS_WITH(inspect(place, json), Contains("/scenarios/1/devices: no host of a worker matches \"worker-1\""));
  json["scenarios"] = Json::parse(R"([{"name": "a"}, {"name": "b"}])");  // which change nothing of the platform
  json["scenarios"][1]["devices"] = over_time({{"node-1", 0, 0.5}});
  CHECK_THROWS_WITH(inspect(place, json), Contains("/scenarios/1/devices: no host of a worker matches \"node-1\""));
}

TEST_CASE("a device may not stand still for ever, that of a server neither", "[experiment][devices]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["compute"] = {{"devices", over_time({{"worker-2", 0, 1}, {"worker-2", 90, 0}})}};
  CHECK_THROWS_WITH(inspect(place, json),
                    Contains("/compute/devices: host \"worker-2\" stands still for ever from 90 s "
                             "on: expected a last factor above 0"));
  json["compute"]["devices"] = over_time({{"worker-*", 0, 1}, {"*-3", 9, 0}});
  CHECK_THROWS_WITH(inspect(place, json),
                    Contains("/compute/devices: host \"worker-3\" stands still for ever from 9 s"));
  // The server is on the next host, which stands still for ever only with an algorithm that has one.
  json["compute"]["devices"] = over_time({{"worker-[0-3]", 0, 1}, {"worker-[3-4]", 9, 0}, {"worker-[3-4]", 10, 1}});
  CHECK_NOTHROW(inspect(place, json));
  json["compute"]["devices"] = over_time({{"worker-[3]", 0, 0}, {"worker-[3]", 1, 1}, {"*[0-4]", 2, 2}});
  CHECK_NOTHROW(inspect(place, json));
}

TEST_CASE("a scenario has devices of its own, or those of all", "[experiment][devices]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["compute"] = {{"slowdown", {1, 2, 1, 1}}, {"devices", {{"speeds", {2}}, {"reference", 8}}}};
  json["scenarios"] = Json::parse(R"([{"name": "drawn"}, {"name": "over time"}])");
  json["scenarios"][1]["devices"] = over_time({{"worker-1", "1min", 0}, {"worker-1", "2min", 1}});
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  CHECK(experiment.compute_in(experiment.scenarios[0], 1).slowdown == std::vector<double>{4, 8, 4, 4});
  CHECK(experiment.compute_in(experiment.scenarios[0], 1).over_time.empty());
  CHECK(experiment.compute_in(experiment.scenarios[1], 1).slowdown == std::vector<double>{1, 2, 1, 1});
  CHECK(experiment.compute_in(experiment.scenarios[1], 1).over_time.of("worker-1").size() == 1);
  CHECK(experiment.resolved()["scenarios"][1]["devices"] ==
        over_time({{"worker-1", 60.0, 0.0}, {"worker-1", 120.0, 1.0}}));
}
