// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

/// Copies a platform of tests/platforms/xml, and the profiles there, into `folder`.
void bring(const Workplace& place, const std::string& name, const std::string& folder = ".") {
  const fs::path from = fs::path(LOWBAND_SOURCE_DIR) / "tests/platforms/xml";
  fs::create_directories(place.path() / folder);
  for (const auto& entry : fs::directory_iterator(from)) {
    const std::string file = entry.path().filename();
    if (file == name + ".xml" || file.ends_with(".profile")) {
      fs::copy_file(entry.path(), place.path() / folder / file, fs::copy_options::overwrite_existing);
    }
  }
}

/// Two workers, all-reduce alone.
Json experiment_on(const std::string& platform) {
  Json experiment = Workplace::small_experiment();
  experiment["platform"] = platform;
  experiment["workers"] = 2;
  experiment["algorithms"].erase(1);
  experiment["scenarios"] = Json::parse(R"([{"name": "as it is"}])");
  return experiment;
}

}  // namespace

TEST_CASE("validate writes nothing, not even what a platform has SimGrid write", "[commands]") {
  const Workplace place;
  bring(place, "tracing");
  place.write("notes.txt", std::string("keep me\n"));
  place.write("experiment.json", experiment_on("tracing.xml"));
  const auto before = place.files();
  const Ended ended = place.lowband({"validate", "experiment.json", "--quick"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err,
             Contains("lowband: warning: tracing.xml: its setting tracing/filename = notes.txt has no effect"));
  CHECK(place.files() == before);
  CHECK(place.lowband({"run", "experiment.json", "--out", "out", "--quiet"}).status == 0);
  CHECK(place.read("notes.txt") == "keep me\n");
}

TEST_CASE("what a run would die of is refused before", "[commands]") {
  const Workplace place;
  for (const char* name : {"wifi", "host_state_file", "none"}) {
    bring(place, name);
    place.write("experiment.json", experiment_on(std::string(name) + ".xml"));
    for (const char* command : {"validate", "run"}) {
      CHECK_THAT(place.refuse({command, "experiment.json"}),
                 Contains("experiment.json: /platform: ") && (Contains("host \"a\"") || Contains("link \"air\"")));
    }
  }
}

TEST_CASE("a route that only a scenario spoils is blamed on it", "[commands]") {
  const Workplace place;
  bring(place, "wifi_unused");
  Json experiment = experiment_on("wifi_unused.xml");
  experiment["scenarios"][0]["links"] = Json::parse(R"([{"match": "*", "bandwidth": "1Mbps"}])");
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"validate", "experiment.json", "--quick"}),
             Contains("/scenarios/0/links: ") && Contains("link \"air\" is Wi-Fi"));
}

TEST_CASE("results have copies of the files that their platform names", "[commands]") {
  const Workplace place;
  bring(place, "bandwidth_file", "platforms/deep");
  place.write("elsewhere/bandwidth.profile", std::string("1 500000\n"));
  std::string xml = place.read("platforms/deep/bandwidth_file.xml");
  const std::string link = "<link id=\"l\"";
  // Another file of the same name, outside the platform's folder; and the same one by another name.
  xml.insert(xml.find(link),
             "<link id=\"m\" bandwidth=\"1MBps\" latency=\"1ms\" "
             "bandwidth_file=\"../../elsewhere/bandwidth.profile\"/>\n"
             "<link id=\"n\" bandwidth=\"1MBps\" latency=\"1ms\" bandwidth_file='./bandwidth.profile'/>\n");
  place.write("platforms/deep/bandwidth_file.xml", xml);
  place.write("experiment.json", experiment_on("platforms/deep/bandwidth_file.xml"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(place.read("out/platform-bandwidth.profile") == "1 500000\n");
  CHECK(place.read("out/platform-2-bandwidth.profile") == place.read("platforms/deep/bandwidth.profile"));
  const std::string copy = place.read("out/platform.xml");
  CHECK_THAT(copy,
             Contains("id=\"m\" bandwidth=\"1MBps\" latency=\"1ms\" bandwidth_file=\"platform-bandwidth.profile\""));
  CHECK_THAT(copy, Contains("bandwidth_file='platform-2-bandwidth.profile'"));

  // Timed again from another place, when nothing else is there any more.
  place.write("later/scenarios.json", Json::parse(R"({"scenarios": [{"name": "again"}]})"));
  fs::rename(place.path() / "out", place.path() / "later" / "out");
  for (const char* gone : {"platforms", "elsewhere", "experiment.json"}) fs::remove_all(place.path() / gone);
  CHECK(place.succeed({"retime", "later/out", "--scenarios", "later/scenarios.json"}) ==
        "1 of 1 runs done: later/out\n");
  CHECK(place.read("later/out/ring@again@seed1/metrics.csv") ==
        place.read("later/out/ring@as it is@seed1/metrics.csv"));

  fs::remove(place.path() / "later/out/platform-bandwidth.profile");
  place.write("later/scenarios.json", Json::parse(R"({"scenarios": [{"name": "more"}]})"));
  CHECK_THAT(place.refuse({"retime", "later/out", "--scenarios", "later/scenarios.json"}),
             Contains("bandwidth of link \"m\"") && Contains("platform-bandwidth.profile"));
}

TEST_CASE("workers between coordinates train, and no link has bytes", "[commands]") {
  const Workplace place;
  bring(place, "vivaldi");
  place.write("experiment.json", experiment_on("vivaldi.xml"));
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}), Contains("0 links, 60.0 ms\n"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string links = place.read("out/ring@as it is@seed1/links.csv");
  CHECK(std::count(links.begin(), links.end(), '\n') == 1);  // the header
  // 8 steps in periods of 2: 4 exchanges of a ring of two, each two messages of 60 ms one after the other.
  const Json summary = Json::parse(place.read("out/ring@as it is@seed1/summary.json"));
  CHECK(summary["sim_time_s"].get<double>() == Approx(4 * 2 * 0.06).epsilon(1e-3));
}

TEST_CASE("the manifest tells the settings in force, those of a platform too", "[commands]") {
  const Workplace place;
  bring(place, "settings");
  bring(place, "host_model");
  Json experiment = experiment_on("settings.xml");
  experiment["scenarios"].push_back(Json::parse(R"({"name": "hosts", "platform": "host_model.xml"})"));
  place.write("experiment.json", experiment);
  const Ended ended = place.lowband({"run", "experiment.json", "--out", "out", "--quiet"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("settings.xml: its setting network/TCP-gamma = 1000 has no effect: the network of the "
                                 "experiment has 6291456"));
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  CHECK(manifest["network"]["surf/precision"] == "1e-6");
  CHECK(manifest["network"]["network/TCP-gamma"] == "6291456");
  CHECK(manifest["scenario_networks"]["hosts"]["host/model"] == "ptask_L07");
  CHECK_FALSE(manifest["scenario_networks"]["hosts"].contains("network/bandwidth-factor"));
}
