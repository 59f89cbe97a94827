// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Beside what has a trace, a method that goes by time; names with what JSON, shells and folders have meanings for.
Json experiment_with_names() {
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][1]["name"] = "gos\"sip\\/<b>4";
  experiment["algorithms"].push_back(
      {{"name", "by time"}, {"paradigm", "all-reduce"}, {"local_steps", {{"name", "by-time"}, {"seconds", "20ns"}}}});
  return experiment;
}

}  // namespace

TEST_CASE("the timeline of a run with a trace is replayed, in each format", "[timeline]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto before = place.files("out");
  // Four local periods of two steps each on 4 workers, and 2 * 3 messages of each worker after each of them.
  const std::string csv = place.succeed({"timeline", "out", "ring@slow@seed1", "--format", "csv"});
  const auto count = [&csv](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = csv.find(what); at != std::string::npos; at = csv.find(what, at + 1)) ++found;
    return found;
  };
  CHECK(count("\nstep,") == 4 * 4);
  CHECK(count("\nmessage,") == 4 * 4 * 6);
  CHECK(count("\nreport,") == 4 * 5);  // at 0, 2, 4, 6, 8
  // It ends when the run does.
  const Json summary = Json::parse(place.read("out/ring@slow@seed1/summary.json"));
  CHECK_THAT(csv, Contains("," + summary["sim_time_s"].dump() + ","));

  const Json perfetto = Json::parse(place.succeed({"timeline", "out", "ring@slow*"}));
  CHECK(perfetto.at("traceEvents").size() > 4 * 4 * 6);
  CHECK_THAT(place.succeed({"timeline", "out", "ring@slow@seed1", "--format", "paje"}), StartsWith("%EventDef Paje"));
  CHECK(place.succeed({"timeline", "out", "ring@slow@seed1", "--out", "t.json"}).empty());
  CHECK(Json::parse(place.read("t.json")) == perfetto);
  CHECK(place.files("out") == before);

  const std::string part =
      place.succeed({"timeline", "out", "ring@slow@seed1", "--format", "csv", "--from", "0.1", "--to", "200ms"});
  CHECK(part.size() < csv.size());
  CHECK_THAT(part, Contains("message,"));
}

TEST_CASE("runs without a trace keep their timeline if they are asked to", "[timeline]") {
  const Workplace place;
  Json experiment = experiment_with_names();
  place.write("plain.json", experiment);
  experiment["timeline"] = true;
  place.write("experiment.json", experiment);
  place.succeed({"run", "plain.json", "--out", "plain"});
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(fs::exists(place.path() / "out" / "by time@slow@seed1" / "timeline.bin"));
  CHECK_FALSE(fs::exists(place.path() / "out" / "ring@slow@seed1" / "timeline.bin"));
  // Nothing else differs, but for the key and the lists of files.
  auto files = place.reproducible_files("out");
  auto plain = place.reproducible_files("plain");
  const auto is_other = [](const auto& file) {
    return file.first == "manifest.json" || file.first.ends_with("timeline.bin") ||
           file.first.ends_with("summary.json");
  };
  std::erase_if(files, is_other);
  std::erase_if(plain, is_other);
  CHECK(files == plain);
  CHECK_THAT(place.succeed({"timeline", "out", "by time@slow@seed1", "--format", "csv"}), Contains("\nmessage,"));
  CHECK_THAT(place.refuse({"timeline", "plain", "by time@slow@seed1"}),
             Contains("has no timeline: it depends on time") && Contains("\"timeline\": true"));
  // What is trained without a trace though it could have one keeps it, too, and it is that of the replay.
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  const auto csv = [&place](const std::string& folder) {
    return place.succeed({"timeline", folder, "ring@slow@seed1", "--format", "csv"});
  };
  CHECK(csv("trained") == csv("out"));
  fs::remove_all(place.path() / "out" / "traces");
  CHECK_THAT(place.refuse({"timeline", "out", "ring@slow@seed1"}), Contains("has no timeline: it has no trace"));
}

TEST_CASE("timelines are kept, or not", "[timeline]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["timeline"] = "csv";
  place.write("experiment.json", experiment);
  CHECK(place.refuse({"run", "experiment.json"}) ==
        "experiment.json: /timeline: expected true or false, found \"csv\"");
}

TEST_CASE("whether timelines are kept makes no other experiment", "[timeline]") {
  const Workplace place;
  Json experiment = experiment_with_names();
  place.write("plain.json", experiment);
  experiment["timeline"] = true;
  place.write("experiment.json", experiment);
  place.succeed({"run", "plain.json", "--out", "out", "--only", "*@fast"});
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK_FALSE(fs::exists(place.path() / "out" / "by time@fast@seed1" / "timeline.bin"));
  CHECK(fs::exists(place.path() / "out" / "by time@slow@seed1" / "timeline.bin"));
  // A damaged one is told of, as any other file of a run.
  place.write("out/by time@slow@seed1/timeline.bin", std::string("spoilt"));
  CHECK_THAT(place.refuse({"timeline", "out", "by time@slow@seed1"}), Contains("no run matches"));
}

TEST_CASE("a run is named by a pattern that one matches", "[timeline]") {
  const Workplace place;
  place.write("experiment.json", experiment_with_names());
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK_THAT(place.refuse({"timeline", "out", "ring@*"}),
             Contains("found \"ring@*\", which 2 match: ring@fast@seed1, ring@slow@seed1"));
  CHECK_THAT(place.refuse({"timeline", "out", "rig@fast@seed1"}),
             Contains("no run matches \"rig@fast@seed1\", did you mean \"ring@fast@seed1\"?"));
  CHECK_THAT(place.refuse({"timeline", "elsewhere", "ring@fast@seed1"}), Contains("elsewhere"));
  CHECK_THAT(place.refuse({"timeline", "out", "ring@fast@seed1", "--format", "cvs"}),
             Contains("did you mean \"csv\"?"));
  CHECK_THAT(place.refuse({"timeline", "out", "ring@fast@seed1", "--from", "2s", "--to", "1s"}), StartsWith("--to: "));
  CHECK_THAT(place.refuse({"timeline", "out", "ring@fast@seed1", "--from", "soon"}), StartsWith("--from: "));
  const Json perfetto = Json::parse(place.succeed({"timeline", "out", "gos*@slow@seed1"}));
  CHECK(perfetto.at("traceEvents").size() > 100);
}
