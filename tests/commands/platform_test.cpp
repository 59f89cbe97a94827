// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// The command that made a platform file, word by word; none if it was written by hand.
std::vector<std::string> command_in(const std::string& xml) {
  const std::string opening = "<?made-by lowband ";
  const std::size_t start = xml.find(opening);
  if (start == std::string::npos) return {};
  std::istringstream words(xml.substr(start + opening.size(), xml.find("?>", start) - start - opening.size()));
  std::vector<std::string> command;
  for (std::string word; words >> word;) command.push_back(word);
  return command;
}

}  // namespace

TEST_CASE("a shipped platform is what its command writes", "[commands]") {
  const fs::path source = LOWBAND_SOURCE_DIR;
  std::vector<std::string> kinds;
  for (const auto& entry : fs::directory_iterator(source / "platforms")) {
    CAPTURE(entry.path());
    const std::string xml = content_of(entry.path());
    const auto command = command_in(xml);
    if (command.empty()) continue;
    const Ended ended =
        lowband_program(command, {.folder = source, .data = "", .file_size_limit = {}, .standard_output = ""});
    CHECK(ended.status == 0);
    // Of measured networks, what is assumed of contention is told.
    CHECK((ended.err.empty() || ended.err.starts_with("lowband: note: What a site sends")));
    CHECK(ended.out == xml);
    kinds.push_back(command.at(1));
  }
  std::sort(kinds.begin(), kinds.end());
  CHECK(kinds == std::vector<std::string>{"dragonfly", "dumbbell", "fat-tree", "matrix", "ring", "star", "torus",
                                          "two-tier", "wan"});
}

TEST_CASE("an experiment runs on a platform that was just written", "[commands]") {
  const Workplace place;
  place.write("torus.xml", place.succeed({"platform", "torus", "--workers", "4", "--bandwidth", "100Mbps"}));
  Json experiment = Workplace::small_experiment();
  experiment["platform"] = "torus.xml";
  place.write("experiment.json", experiment);
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}), Contains("4 hosts"));
}

TEST_CASE("sites that a graph does not place are left out with a warning", "[commands]") {
  const Workplace place;
  const std::string graph =
      "graph [ node [ id 0 label \"A\" lat 0 lon 0 ] node [ id 1 label \"B\" lat 0 lon 9 ]\n"
      "node [ id 2 label \"None\" ] edge [ source 0 target 1 ] edge [ source 1 target 2 ] ]";
  place.write("zoo.gml", graph);
  const Ended ended = place.lowband({"platform", "wan", "--workers", "2", "--graph", "zoo.gml"});
  CHECK(ended.status == 0);
  CHECK(ended.err ==
        "lowband: warning: zoo.gml: left out, as they have no coordinates, nor all of their lines a distance "
        "(--line-latency keeps them): None (id 2)\n");
  CHECK_THAT(ended.out, Contains("site-B") && !Contains("site-None"));
  CHECK_THAT(place.succeed({"platform", "wan", "--workers", "3", "--graph", "zoo.gml", "--line-latency", "3ms"}),
             Contains("site-None") && Contains("lines without either take 3ms"));
}

TEST_CASE("measured latencies and bandwidths become a platform, with a word about contention", "[commands]") {
  const Workplace place;
  place.write("rtt.csv", std::string("from,12,B\n12,,10\nB,10,\n"));
  place.write("rates.csv", std::string("source,destination,rate_mbps\n12,B,80\nB,12,40\n"));
  const std::vector<std::string> command{"platform", "matrix",      "--rtt",     "rtt.csv", "--latency-unit",
                                         "ms",       "--bandwidth", "rates.csv", "--sites", "B,12"};
  const Ended ended = place.lowband(command);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, StartsWith("lowband: note: What a site sends to several others at once"));
  CHECK_THAT(ended.out, Contains("--sites B,12 --latency-unit ms?>") &&
                            Contains("id=\"from_12_to_B\" bandwidth=\"80Mbps\" latency=\"5ms\""));
  CHECK(place.refuse({"platform", "matrix", "--bandwidth", "rates.csv"}) ==
        "platform matrix: --latency: expected either --latency or --rtt, found neither");
}

TEST_CASE("the command in a platform file can be given to a shell", "[commands]") {
  const Workplace place;
  place.write("my sites' ?>.csv", std::string("name,latitude,longitude\nA,0,0\n"));
  const std::string xml = place.succeed({"platform", "wan", "--sites", "my sites' ?>.csv", "--workers", "1"});
  CHECK_THAT(xml, Contains(R"(<?made-by lowband platform wan --workers 1 --sites 'my sites'\'' ?'\>'.csv'?>)"));
}

TEST_CASE("help of a kind of platform tells its parameters", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"platform", "--help"}), Contains("two-tier") && Contains("wan"));
  CHECK_THAT(place.succeed({"platform", "torus", "--help"}), Contains("--workers") && Contains("default 1Gbps") &&
                                                                 Contains("--dimensions list of integers at least 1"));
  CHECK_THAT(place.succeed({"describe", "torus"}), StartsWith("torus (topology)") && Contains("\ntorus (platform)"));
}

TEST_CASE("a platform that finds no place on the disk is an error", "[commands]") {
  const Workplace place;
  Circumstances full;
  full.standard_output = "/dev/full";
  for (const std::string workers : {"1", "1000"}) {  // less and more than what is buffered
    CHECK_THAT(place.refuse({"platform", "two-tier", "--workers", workers}, full),
               StartsWith("standard output: cannot be written: No space left on device"));
  }
}

TEST_CASE("a platform that cannot be is refused, and nothing is written", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.refuse({"platform"}), Contains("subcommand"));
  CHECK(place.refuse({"platform", "tors", "--workers", "8"}) == "unexpected command \"tors\", did you mean \"torus\"?");
  CHECK(place.refuse({"platform", "torus", "--worker", "8"}) ==
        "unexpected option \"--worker\", did you mean \"--workers\"?");
  CHECK(place.refuse({"platform", "star", "--workers", "8", "9"}) == "unexpected argument \"9\"");
  CHECK_THAT(place.refuse({"platform", "star"}), Contains("--workers is required"));
  for (const std::string wrong : {"0", "-3", "4.5", "1000001"}) {
    CHECK(place.refuse({"platform", "star", "--workers", wrong}) ==
          "platform star: --workers: expected an integer from 1 to 1000000, found " + wrong);
  }
  CHECK(place.refuse({"platform", "star", "--workers", "8", "--latency", "fast"}) ==
        R"(platform star: --latency: expected a duration of at least 0, such as "5ms" or "50us", found "fast")");
  CHECK(place.refuse({"platform", "torus", "--workers", "8", "--dimensions", "4,x"}) ==
        R"(platform torus: --dimensions/1: expected an integer at least 1, found "x")");
  CHECK_THAT(place.refuse({"platform", "star", "--workers", "8", "--speed", "\xff"}),
             StartsWith("platform star: --speed: expected a speed"));
  CHECK_THAT(place.refuse({"platform", "wan", "--workers", "8", "--sites", "nowhere.csv"}),
             StartsWith("nowhere.csv: cannot be read: No such file"));
  place.write("net.gml", std::string("graph [\n  node [ id 0 ]\n  edge [ source 0 target 1 distance 5 ]\n]\n"));
  CHECK(place.refuse({"platform", "wan", "--workers", "1", "--graph", "net.gml"}) ==
        "net.gml:3: /edge/target: expected the id of a node, found 1");
}
