// SPDX-License-Identifier: Apache-2.0
// Runs at the same time, and shards that are merged, leave what runs one after the other leave, byte for byte.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

/// Two algorithms, three scenarios, two seeds; one algorithm has no trace.
Json several_runs() {
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {3, 14};
  Json by_time = experiment["algorithms"][0];
  by_time["name"] = "by-time";
  by_time["local_steps"] = {{"name", "by-time"}, {"seconds", "20ns"}};
  experiment["algorithms"].push_back(by_time);
  return experiment;
}

}  // namespace

TEST_CASE("several jobs leave what one does", "[commands][runs]") {
  const Workplace place;
  place.write("experiment.json", several_runs());
  static_cast<void>(place.succeed({"run", "experiment.json", "--out", "one"}));
  const std::string told = place.succeed({"run", "experiment.json", "--out", "three", "--jobs", "3"});
  CHECK_THAT(told, Contains("12 of 12 runs done: three"));
  CHECK(place.reproducible_files("three") == place.reproducible_files("one"));
  // Timed again, at the same time.
  place.write("scenarios.json", Json::parse(R"({"scenarios": [
    {"name": "a", "links": [{"match": "*", "bandwidth": "1MBps"}]},
    {"name": "b", "links": [{"match": "*", "bandwidth": "2MBps"}]}]})"));
  for (const std::string jobs : {"1", "4"}) {
    const Ended ended = place.lowband(
        {"retime", jobs == "1" ? "one" : "three", "--scenarios", "scenarios.json", "--jobs", jobs, "--quiet"});
    CHECK_THAT(ended.err, Contains("\"by-time\" with seeds 3, 14 cannot be timed again"));
  }
  CHECK(place.reproducible_files("three") == place.reproducible_files("one"));
}

TEST_CASE("a number of jobs that cannot be is refused", "[commands][runs]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  for (const std::string jobs : {"0", "-1", "1000", "x"}) {
    CHECK_THAT(place.refuse({"run", "experiment.json", "--jobs", jobs}), Contains("--jobs"));
  }
}

TEST_CASE("merged shards are what one run leaves", "[commands][runs]") {
  const Workplace place;
  place.write("experiment.json", several_runs());
  static_cast<void>(place.succeed({"run", "experiment.json", "--out", "whole"}));
  for (const std::string shard : {"0/4", "1/4", "2/4", "3/4"}) {
    static_cast<void>(place.succeed({"run", "experiment.json", "--out", "parts", "--shard", shard}));
  }
  const std::vector<std::string> parts = {"parts/shard-0-of-4", "parts/shard-1-of-4", "parts/shard-2-of-4",
                                          "parts/shard-3-of-4"};
  const auto merge = [&parts](std::vector<std::size_t> which, const std::string& out) {
    std::vector<std::string> arguments = {"merge"};
    for (const std::size_t part : which) arguments.push_back(parts[part]);
    arguments.insert(arguments.end(), {"--out", out});
    return arguments;
  };
  CHECK(place.succeed(merge({2, 0, 3, 1}, "merged")) == "12 runs of 4 folders: merged\n");
  CHECK(place.reproducible_files("merged") == place.reproducible_files("whole"));
  CHECK_THAT(place.succeed({"run", "experiment.json", "--out", "merged"}), Contains("nothing to do: 12 of 12"));

  CHECK(place.refuse(merge({0, 1, 2, 3}, "")) == "--out: expected the name of a folder, found nothing");
  CHECK(place.refuse(merge({0, 1, 2, 3}, "merged")) == "--out: expected a new folder, but merged exists");
  CHECK_THAT(place.refuse(merge({0, 1, 2}, "again")),
             Contains("no shard has the runs ") && Contains("gossip-4@fast@seed"));
  CHECK_THAT(place.refuse(merge({0, 1, 1, 2, 3}, "again")), Contains("is in parts/shard-1-of-4, too"));
  CHECK(place.refuse({"merge", "nowhere", "--out", "again"}) ==
        "nowhere: expected a results folder, found nothing of this name");
  CHECK_THAT(place.refuse({"merge", ".", "--out", "again"}),
             Contains("expected a results folder, found no manifest.json in it"));
  Json other = several_runs();
  other["training"]["iterations"] = 7;
  place.write("other.json", other);
  static_cast<void>(place.succeed({"run", "other.json", "--out", "other", "--shard", "3/4"}));
  CHECK(place.refuse({"merge", parts[0], "other/shard-3-of-4", "--out", "again"}) ==
        "other/shard-3-of-4: results of another experiment than parts/shard-0-of-4: it differs in "
        "/experiment/training/iterations");
  fs::remove(place.path() / parts[1] / "ring@fast@seed14" / "links.csv");
  CHECK_THAT(place.refuse(merge({0, 1, 2, 3}, "again")), Contains("not done") && Contains("links.csv"));
}
