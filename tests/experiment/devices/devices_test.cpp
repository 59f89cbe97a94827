// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/devices.hpp"

#include <catch2/catch.hpp>

#include "tests/experiment/devices/read_devices.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("without devices settings stay as they are", "[devices]") {
  const Devices none = read_devices("null");
  CHECK(none.empty());
  CHECK(none.values().is_null());
  const ComputeSettings settings = none.added_to({.slowdown = {2.0, 3.0}}, 2, 1);
  CHECK(settings.slowdown == std::vector<double>{2.0, 3.0});
  CHECK(settings.over_time.empty());
  CHECK(none.added_to({}, 2, 1).slowdown.empty());
}

TEST_CASE("devices of several kinds go together, each kind once", "[devices]") {
  const Devices devices =
      read_devices(R"([{"kind": "over-time", "rows": [["a", 5, 0], ["a", 6, 1]]}, {"speeds": [2], "reference": 8}])");
  const ComputeSettings settings = devices.added_to({.slowdown = {1.0, 2.5}}, 2, 1);
  CHECK(settings.slowdown == std::vector<double>{4.0, 10.0});
  CHECK(settings.over_time.of("a").size() == 1);
  const Json shown = devices.values();
  CHECK(shown == Json::parse(R"([{"speeds": [2], "reference": 8.0, "seed": null},
                                 {"kind": "over-time", "rows": [["a", 5.0, 0.0], ["a", 6.0, 1.0]]}])"));
  CHECK(read_devices(shown.dump()).values() == shown);
  CHECK(read_devices(R"({"kind": "drawn", "speeds": [2]})").values() == read_devices(R"({"speeds": [2]})").values());
  CHECK(said_of_devices(R"([{"speeds": [2]}, {"speeds": [3]}])") ==
        "file.json: /devices/1: expected one kind \"drawn\", found a second");
  CHECK(said_of_devices(
            R"([{"kind": "over-time", "rows": [["a", 0, 1]]}, {"kind": "over-time", "rows": [["b", 0, 1]]}])") ==
        "file.json: /devices/1: expected one kind \"over-time\", found a second");
}

TEST_CASE("what is no kind of devices is refused", "[devices]") {
  CHECK(said_of_devices("7") == "file.json: /devices: expected a kind of devices, or a list of them, found 7");
  CHECK(said_of_devices("[]") == "file.json: /devices: expected at least one kind of devices, found []");
  CHECK(said_of_devices(R"([{"speeds": [2]}, "drawn"])") ==
        "file.json: /devices/1: expected a kind of devices, or a list of them, found \"drawn\"");
  CHECK_THAT(said_of_devices(R"({"kind": "over_time", "file": "a.csv"})"),
             Contains("/devices/kind: expected the name of a kind of devices, found \"over_time\", did you mean "
                      "\"over-time\"?"));
}
