#include "sim/experiment/devices.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/base/random.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Devices read(const std::string& json, const std::filesystem::path& folder = ".") {
  Devices devices;
  Parameters declared;
  declare_devices(declared, devices, folder);
  declared.read(Json{{"devices", Json::parse(json)}}, Place("file.json"));
  return devices;
}

std::string said_of(const std::string& json, const std::filesystem::path& folder = ".") {
  return usage_error([&] { static_cast<void>(read(json, folder)); });
}

}  // namespace

TEST_CASE("each worker is one of the devices, all as likely, by the median", "[devices]") {
  // Speeds 1, 2, 5, 9: the median is 3.5.
  const Devices devices = read(R"({"speeds": {"d": 9, "a": 1, "c": 5, "b": 2}})");
  constexpr std::uint32_t workers = 10'000;
  std::map<double, double> counts;
  for (std::uint32_t worker = 0; worker < workers; ++worker) ++counts[devices.slowdown_of(worker, 1)];
  REQUIRE(counts.size() == 4);
  for (const double speed : {1.0, 2.0, 5.0, 9.0}) {
    // A share of 1/4: its standard error is sqrt(1/4 * 3/4 / 10,000).
    CHECK(counts[3.5 / speed] / workers == Approx(0.25).margin(5.0 * std::sqrt(0.1875 / workers)));
  }
}

TEST_CASE("the draw is a function of seed and worker", "[devices]") {
  const Devices devices = read(R"({"speeds": [1, 2, 4, 8, 16, 32, 64, 128], "reference": 1})");
  int alike = 0;
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    Stream random(7, Purpose::devices, worker, 0);
    CHECK(devices.slowdown_of(worker, 7) == std::exp2(-static_cast<double>(random.below(8))));
    alike += devices.slowdown_of(worker, 7) == devices.slowdown_of(worker, 8) ? 1 : 0;
  }
  CHECK(alike < 30);  // every eighth by chance
  // With a seed of their own, they are the same in every run.
  const Devices fixed = read(R"({"speeds": [1, 2, 4, 8, 16, 32, 64, 128], "reference": 1, "seed": 7})");
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    CHECK(fixed.slowdown_of(worker, 1) == devices.slowdown_of(worker, 7));
  }
}

TEST_CASE("devices are shown as they are in force, and read back", "[devices]") {
  CHECK(read("null").is_empty());
  CHECK(read("null").slowdown_of(3, 1) == 1.0);
  CHECK(read("null").values().is_null());
  const Json shown = read(R"({"speeds": {"phone": 2, "laptop": 16}, "seed": 5})").values();
  CHECK(shown == Json::parse(R"({"speeds": {"phone": 2, "laptop": 16}, "reference": 9.0, "seed": 5})"));
  CHECK(read(shown.dump()).values() == shown);
  CHECK(read(R"({"speeds": [3]})").values() == Json::parse(R"({"speeds": [3], "reference": 3.0, "seed": null})"));
}

TEST_CASE("speeds of devices may come from a file, which nobody needs again", "[devices]") {
  const TemporaryFolder folder;
  put(folder.path() / "scores.json", R"({"Huawei Mate 30": 61560, "Honor 20S": 35130, "Realme X2 Pro": 32834})");
  CHECK(read(R"({"file": "scores.json"})", folder.path()).values() ==
        Json::parse(R"({"speeds": {"Huawei Mate 30": 61560, "Honor 20S": 35130, "Realme X2 Pro": 32834},
                        "reference": 35130.0, "seed": null})"));
  put(folder.path() / "scores.csv", "device,score\nphone,1.5\nphone,1.5\nlaptop,12\n");
  CHECK(read(R"({"file": "scores.csv", "column": "score"})", folder.path()).values()["speeds"] ==
        Json({1.5, 1.5, 12.0}));

  const std::string json_file = (folder.path() / "scores.json").string();
  const std::string csv_file = (folder.path() / "scores.csv").string();
  const std::string begin = "file.json: /devices/file: ";
  CHECK(said_of(R"({"file": "scores.csv"})", folder.path()) ==
        begin + csv_file + ":1: expected a column speed, found \"device,score\"");
  put(folder.path() / "scores.csv", "speed\n1\n-1\n");
  CHECK_THAT(said_of(R"({"file": "scores.csv"})", folder.path()), Contains(begin + csv_file + ":3: expected a speed"));
  put(folder.path() / "scores.csv", "speed\n");
  CHECK_THAT(said_of(R"({"file": "scores.csv"})", folder.path()), Contains("expected speeds of at least one device"));
  put(folder.path() / "scores.json", R"({"phone": 1, "laptop": "fast"})");
  CHECK_THAT(said_of(R"({"file": "scores.json"})", folder.path()),
             Contains(begin + json_file + ": /laptop: expected a number above 0") && Contains("found \"fast\""));
  CHECK_THAT(said_of(R"({"file": "nowhere.json"})", folder.path()), Contains(begin) && Contains("nowhere.json"));
}

TEST_CASE("what are no devices is refused", "[devices]") {
  CHECK(said_of("{}") == "file.json: /devices: expected \"speeds\" of devices, or a \"file\" of them");
  CHECK(said_of(R"({"speeds": [1], "file": "a.json"})") ==
        "file.json: /devices: expected either \"speeds\" or a \"file\" of them, found both");
  CHECK_THAT(said_of(R"({"speeds": []})"), Contains("/devices/speeds: expected speeds of at least one device"));
  CHECK_THAT(said_of(R"({"speeds": 7})"), Contains("/devices/speeds: expected speeds of at least one device"));
  CHECK_THAT(said_of(R"({"speeds": [1, 0]})"), Contains("/devices/speeds/1: expected a number above 0"));
  CHECK_THAT(said_of(R"({"speeds": [1], "reference": 0})"), Contains("/devices/reference: expected a number above 0"));
  CHECK_THAT(said_of(R"({"speeds": [1], "seed": -1})"), Contains("/devices/seed: expected an integer"));
  CHECK_THAT(said_of(R"({"speeds": [1], "column": "a"})"),
             Contains("/devices/column: has no effect: there is no CSV file"));
  CHECK_THAT(said_of(R"({"fil": "a.json"})"), Contains("/devices/fil: unknown key, did you mean \"file\"?"));
}
