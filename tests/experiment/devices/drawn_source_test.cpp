// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/drawn_source.hpp"

#include <catch2/catch.hpp>

#include "tests/experiment/devices/read_devices.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("drawn devices are shown as they are in force, and read back", "[devices]") {
  const Json shown = read_devices(R"({"speeds": {"phone": 2, "laptop": 16}, "seed": 5})").values();
  CHECK(shown == Json::parse(R"({"speeds": {"phone": 2, "laptop": 16}, "reference": 9.0, "seed": 5})"));
  CHECK(read_devices(shown.dump()).values() == shown);
  CHECK(read_devices(R"({"speeds": [3]})").values() ==
        Json::parse(R"({"speeds": [3], "reference": 3.0, "seed": null})"));
}

TEST_CASE("speeds of devices may come from a file, which nobody needs again", "[devices]") {
  const TemporaryFolder folder;
  put(folder.path() / "scores.json", R"({"Huawei Mate 30": 61560, "Honor 20S": 35130, "Realme X2 Pro": 32834})");
  CHECK(read_devices(R"({"file": "scores.json"})", folder.path()).values() ==
        Json::parse(R"({"speeds": {"Huawei Mate 30": 61560, "Honor 20S": 35130, "Realme X2 Pro": 32834},
                        "reference": 35130.0, "seed": null})"));
  put(folder.path() / "scores.csv", "device,score\nphone,1.5\nphone,1.5\nlaptop,12\n");
  CHECK(read_devices(R"({"file": "scores.csv", "column": "score"})", folder.path()).values()["speeds"] ==
        Json({1.5, 1.5, 12.0}));

  const std::string json_file = (folder.path() / "scores.json").string();
  const std::string csv_file = (folder.path() / "scores.csv").string();
  const std::string begin = "file.json: /devices/file: ";
  CHECK(said_of_devices(R"({"file": "scores.csv"})", folder.path()) ==
        begin + csv_file + ":1: expected a column speed, found \"device,score\"");
  put(folder.path() / "scores.csv", "speed\n1\n-1\n");
  CHECK_THAT(said_of_devices(R"({"file": "scores.csv"})", folder.path()),
             Contains(begin + csv_file + ":3: expected a speed"));
  put(folder.path() / "scores.csv", "speed\n");
  CHECK_THAT(said_of_devices(R"({"file": "scores.csv"})", folder.path()),
             Contains("expected speeds of at least one device"));
  put(folder.path() / "scores.json", R"({"phone": 1, "laptop": "fast"})");
  CHECK_THAT(said_of_devices(R"({"file": "scores.json"})", folder.path()),
             Contains(begin + json_file + ": /laptop: expected a number above 0") && Contains("found \"fast\""));
  CHECK_THAT(said_of_devices(R"({"file": "nowhere.json"})", folder.path()),
             Contains(begin) && Contains("nowhere.json"));
}

TEST_CASE("what are no devices is refused", "[devices]") {
  CHECK(said_of_devices("{}") == "file.json: /devices: expected \"speeds\" of devices, or a \"file\" of them");
  CHECK(said_of_devices(R"({"speeds": [1], "file": "a.json"})") ==
        "file.json: /devices: expected either \"speeds\" or a \"file\" of them, found both");
  CHECK_THAT(said_of_devices(R"({"speeds": []})"), Contains("/devices/speeds: expected speeds of at least one device"));
  CHECK_THAT(said_of_devices(R"({"speeds": 7})"), Contains("/devices/speeds: expected speeds of at least one device"));
  CHECK_THAT(said_of_devices(R"({"speeds": [1, 0]})"), Contains("/devices/speeds/1: expected a number above 0"));
  CHECK_THAT(said_of_devices(R"({"speeds": [1], "reference": 0})"),
             Contains("/devices/reference: expected a number above 0"));
  CHECK_THAT(said_of_devices(R"({"speeds": [1], "seed": -1})"), Contains("/devices/seed: expected an integer"));
  CHECK_THAT(said_of_devices(R"({"speeds": [1], "column": "a"})"),
             Contains("/devices/column: has no effect: there is no CSV file"));
  CHECK_THAT(said_of_devices(R"({"fil": "a.json"})"), Contains("/devices/fil: unknown key, did you mean \"file\"?"));
}
