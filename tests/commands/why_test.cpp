// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// A ring all-reduce of 8000 parameters among 4 workers, under `ideal`: a step takes 10 ms, and a chunk, of 2000 floats
/// and a header, crosses two links of 1 ms and 1 MB/s.
Json ring_experiment() {
  return Json::parse(R"({
    "name": "ring", "seed": 1, "platform": "star.xml", "workers": 4, "network": "ideal",
    "model": {"name": "timing-only", "parameters": 8000}, "dataset": null,
    "training": {"iterations": 12}, "compute": {"step_time": "10ms"},
    "algorithms": [
      {"name": "ring", "paradigm": "all-reduce", "local_steps": 3},
      {"name": "4 bits", "paradigm": "all-reduce", "local_steps": 3, "quantization": "per-hop",
       "compression": {"name": "qsgd", "bits": 4, "bucket": 2000}}
    ],
    "scenarios": [{"name": "s", "links": [{"match": "*", "bandwidth": "8Mbps", "latency": "1ms"}]}]
  })");
}

Json why_of(const Workplace& place, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"why", "out", "--format", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return Json::parse(place.succeed(arguments));
}

}  // namespace

TEST_CASE("the critical path of a ring all-reduce is that of its closed form", "[timeline]") {
  const Workplace place;
  place.write("experiment.json", ring_experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json why = why_of(place);
  REQUIRE(why.size() == 2);
  const Json& ring = why[0];
  CHECK(ring["algorithm"] == "ring");
  CHECK(ring["synchronisations"] == 4);
  const auto seconds = [&ring](const char* part) { return ring[part].get<double>() * ring["path_s"].get<double>(); };
  const Json summary = Json::parse(place.read("out/ring@s@seed1/summary.json"));
  CHECK(ring["path_s"].get<double>() == Approx(summary["sim_time_s"].get<double>()).margin(1e-9));
  CHECK(seconds("computing") == Approx(12 * 0.01).margin(1e-9));
  CHECK(seconds("latency") == Approx(4 * 6 * 0.002).margin(1e-9));
  CHECK(seconds("transmission") == Approx(4 * 6 * 8016e-6).margin(1e-9));
  CHECK(seconds("stragglers") == Approx(0.0).margin(1e-9));
  CHECK(seconds("queueing") == Approx(0.0).margin(1e-9));
  CHECK(ring["bits"] == 32.0);
  // 1016 of 8016 bytes are left of each message.
  CHECK(ring["gain"].get<double>() * ring["path_s"].get<double>() ==
        Approx(4 * 6 * 8016e-6 * (1.0 - 1016.0 / 8016.0)).margin(1e-9));
  CHECK(ring["link_1_utilisation"].get<double>() == Approx(8016e-6 / (8016e-6 + 0.002)).margin(1e-6));
  CHECK_THAT(ring["sentence"].get<std::string>(), StartsWith("bandwidth-bound: 5") && Contains("4 bits instead of 32"));
  // The estimate is near what 4 bits do, which have a norm with each chunk, and are encoded at each hop.
  const double with_4_bits = why[1]["path_s"].get<double>() / ring["path_s"].get<double>();
  CHECK(with_4_bits == Approx(1.0 - ring["gain"].get<double>()).margin(0.01));
  CHECK_THAT(why[1]["sentence"].get<std::string>(), Contains("32 bits instead of 4.0"));
}

TEST_CASE("why tells of each algorithm and scenario the first seed that is asked for", "[timeline]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {3, 2};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto runs_of = [](const Json& why) {
    std::vector<std::string> names;
    for (const Json& run : why) {
      names.push_back(run["algorithm"].get<std::string>() + "@" + run["scenario"].get<std::string>() + "@" +
                      run["seed"].dump());
    }
    return names;
  };
  CHECK(runs_of(why_of(place)) ==
        std::vector<std::string>{"ring@fast@3", "gossip/4@fast@3", "ring@slow@3", "gossip/4@slow@3"});
  CHECK(runs_of(why_of(place, {"--only", "*@seed2", "--scenario", "slow", "--jobs", "2"})) ==
        std::vector<std::string>{"ring@slow@2", "gossip/4@slow@2"});
  CHECK_THAT(place.succeed({"why", "out", "--only", "ring@slow"}), StartsWith("slow\n  algorithm  computing"));
  CHECK_THAT(place.refuse({"why", "out", "--only", "rin@slow"}), Contains("did you mean \"ring@slow\"?"));
  CHECK_THAT(place.refuse({"why", "out", "--scenario", "slo"}), Contains("did you mean \"slow\"?"));
  CHECK_THAT(place.refuse({"why", "out", "--format", "tabel"}), Contains("did you mean \"table\"?"));
  CHECK_THAT(place.refuse({"why", "elsewhere"}), Contains("elsewhere"));
}

TEST_CASE("why of what goes by time, or has no trace", "[timeline]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce"},
    {"name": "own pace", "paradigm": "gossip", "method": "ad-psgd", "topology": "ring"}
  ])");
  experiment["scenarios"] = Json::parse(R"([{"name": "s"}])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Ended ended = place.lowband({"why", "out", "--format", "json"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.complaints(), Contains("no timeline of own pace@s@seed1: it depends on time"));
  CHECK(Json::parse(ended.out).size() == 1);
  fs::remove_all(place.path() / "out" / "traces");
  CHECK_THAT(place.refuse({"why", "out", "--only", "ring@s"}),
             Contains("no timeline of ring@s@seed1: it has no trace"));

  experiment["timeline"] = true;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--overwrite"});
  const Json why = why_of(place);
  REQUIRE(why.size() == 2);
  CHECK(why[0]["why_no_path"] == "");
  CHECK_THAT(why[1]["why_no_path"].get<std::string>(), Contains("at their own pace"));
  CHECK(why[1]["computing"].is_null());
  const double all = why[1]["workers_steps"].get<double>() + why[1]["workers_coding"].get<double>() +
                     why[1]["workers_waiting"].get<double>() + why[1]["workers_idle"].get<double>();
  CHECK(all == Approx(1.0));
}
