// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "sim/commands/catalogue.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The bars of a row that are no part of a cell's text.
std::ptrdiff_t bars(const std::string& row) {
  std::ptrdiff_t count = 0;
  for (std::size_t i = 0; i < row.size(); ++i) count += row[i] == '|' && (i == 0 || row[i - 1] != '\\') ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a component's table has its parameters", "[commands]") {
  const Workplace place;
  const auto lines = lines_of(place.succeed({"describe", "--markdown", "qsgd"}));
  REQUIRE(lines.size() == 7);  // header, rule, five parameters
  CHECK(lines[0] == "| parameter | type | default | unit | meaning |");
  CHECK(lines[1] == "|---|---|---|---|---|");
  CHECK(lines[2] ==
        "| `bits` | integer from 2 to 16 | none | bit | per coordinate, sign included; 4 unless levels is given |");
  // Values stand beside their parameter, a line each.
  CHECK_THAT(lines[5], StartsWith("| `norm` | one of 2, max | `\"max\"` | | what scales a bucket<br>`2`: its 2-norm"));
  CHECK_THAT(place.succeed({"describe", "--markdown", "threshold"}), Contains("| `tau` ") && Contains("| required |"));
}

TEST_CASE("a kind's table has its components, and then the parameters of all", "[commands]") {
  const Workplace place;
  const std::string schedules = place.succeed({"describe", "--markdown", "schedules"});
  CHECK_THAT(schedules, StartsWith("| schedule | what it is | source |\n|---|---|---|\n| `constant` | the same "));
  CHECK_THAT(schedules, Contains("\n\n| schedule | parameter | type | default | unit | meaning |\n") &&
                            Contains("| all | `warmup_steps` |") && Contains("| `step` | `milestones` |"));
  // No profile has a source: the column is left out.
  CHECK_THAT(place.succeed({"describe", "--markdown", "profiles"}),
             StartsWith("| profile | what it is |\n|---|---|\n"));
  const std::string codecs = place.succeed({"describe", "--markdown", "codecs"});
  CHECK_THAT(codecs, StartsWith("| codec | what it is | class | bits per coordinate | source |\n") &&
                         Contains("| unbiased | bits + 32 / bucket | Alistarh") && Contains("| all | `scope` |"));
}

TEST_CASE("every row of every kind's tables has as many cells as its header", "[commands]") {
  const Workplace place;
  for (const auto& kind : catalogue_kinds()) {
    std::ptrdiff_t expected = 0;  // of the table, from its header on
    for (const auto& line : lines_of(place.succeed({"describe", "--markdown", kind}))) {
      CAPTURE(kind, line);
      if (line.empty()) {
        expected = 0;
        continue;
      }
      if (expected == 0) expected = bars(line);
      CHECK(bars(line) == expected);
    }
  }
}

TEST_CASE("what would break a table is escaped", "[commands]") {
  const Workplace place;
  // "max |lambda_i - 1|" and the like would end a cell, "<M-1>" would be a tag, "*" begin emphasis.
  CHECK_THAT(place.succeed({"describe", "--markdown", "platforms"}), Contains("hosts worker-0 to worker-\\<M-1>"));
  const auto codecs = lines_of(place.succeed({"describe", "--markdown", "codecs"}));
  CHECK(
      std::all_of(codecs.begin(), codecs.end(), [](const auto& line) { return line.empty() || line.ends_with('|'); }));
}

TEST_CASE("a key's table has what stands inside, or its values", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"describe", "--markdown", "experiment"}),
             Contains("| `workers` | ") && Contains("| `evaluation` | object | see its keys |"));
  CHECK_THAT(place.succeed({"describe", "--markdown", "experiment.training"}),
             Contains("| `batch_size` |") && !Contains("`workers`"));
  CHECK_THAT(place.succeed({"describe", "--markdown", "experiment.scenarios.links"}),
             Contains("| `bandwidth_factor` |"));
  const std::string methods = place.succeed({"describe", "--markdown", "gossip.method"});
  CHECK_THAT(methods, StartsWith("| method | what it is | source |\n") && Contains("| `choco` | ") &&
                          Contains("Koloskova, Stich & Jaggi"));
  // They have sources, so they are not told beside the parameter too.
  CHECK_THAT(place.succeed({"describe", "--markdown", "gossip"}), Contains("| `method` | ") && !Contains("`choco`: "));
  // A name of several kinds takes its kind.
  CHECK(place.succeed({"describe", "--markdown", "topologies.ring"}) == "no parameters\n");
  CHECK_THAT(place.succeed({"describe", "--markdown", "platforms.torus"}), Contains("| `dimensions` |"));
}

TEST_CASE("describe --markdown refuses what has no table", "[commands]") {
  const Workplace place;
  const auto refused = [&](const std::string& what) { return place.refuse({"describe", "--markdown", what}); };
  CHECK(refused("codec") ==
        "describe --markdown: expected a kind, a component or a key of one, such as codecs, qsgd or gossip.method, "
        "found \"codec\", did you mean \"codecs\"?");
  CHECK_THAT(refused("gosip.method"), Contains("did you mean \"gossip\"?"));
  CHECK_THAT(refused("choco"), StartsWith("describe --markdown: expected a kind"));
  CHECK_THAT(refused("ring"), Contains("several things are called \"ring\": name one of collectives.ring, "
                                       "topologies.ring, platforms.ring"));
  CHECK_THAT(refused("gossip.methods"), Contains("gossip has no \"methods\", did you mean \"method\"?"));
  CHECK_THAT(refused("experiment.workers"), Contains("experiment.workers has neither keys nor values of its own"));
  CHECK_THAT(refused("gossip.method.choco"), Contains("gossip.method has no keys of its own"));
  CHECK_THAT(refused(""), StartsWith("describe --markdown: expected a kind"));
  CHECK_THAT(place.refuse({"describe", "--markdown", "--schema", "experiment"}), Contains("excludes"));
  CHECK_THAT(place.refuse({"describe", "--markdown", "ring", "--workers", "4"}), Contains("excludes"));
  CHECK_THAT(place.refuse({"describe", "--markdown"}), Contains("NAME is required"));
}
