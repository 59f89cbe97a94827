// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sim/topology/topology.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string error_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "describe");
  const Ended ended = lowband_program(arguments);
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  const std::string program = "lowband: ";
  REQUIRE(ended.err.starts_with(program));
  return ended.err.substr(program.size(), ended.err.find('\n') - program.size());
}

}  // namespace

TEST_CASE("describe tells what a topology amounts to over so many workers", "[commands]") {
  const Workplace place;
  // Ring, weights 1/3: gap (2 - 2 cos(2 pi / 16)) / 3 = 0.0507, mu 4/3, limit 3/8 of the gap.
  CHECK(
      place.succeed({"describe", "ring", "--workers", "16"}) ==
      "ring, 16 workers, metropolis weights: 16 edges, degree 2, spectral gap 0.05075 (rho 0.9493), mu 1.333, limit on "
      "alpha 0.019\n");
  CHECK_THAT(place.succeed({"describe", "ring", "--workers", "16", "--weights", "lazy"}),
             Contains("lazy weights") && Contains("spectral gap 0.02537"));
  // 2 x 8 torus: 8 edges across, 16 along; degree 3.
  CHECK_THAT(place.succeed({"describe", "--set", "dimensions=2,8", "torus", "--workers", "16"}),
             Contains("24 edges, degree 3,"));
  CHECK_THAT(place.succeed({"describe", "edge-list", "--workers", "3", "--set", "edges=[[0,1],[1,2]]"}),
             Contains("2 edges, degree 1 to 2,"));
  CHECK(place.succeed({"describe", "ring", "--workers", "131072"}) ==
        "ring, 131072 workers, metropolis weights: 131072 edges, degree 2, spectral gap not computed for more than "
        "100000 workers\n");
  CHECK(place.succeed({"describe", "directed-exponential", "--workers", "16", "--set", "peers=all"}) ==
        "directed-exponential, 16 workers: 1 directed graph, 64 arcs, out-degree 4\n");
}

TEST_CASE("describe prints the edges of a topology, and the graph for Graphviz", "[commands]") {
  const Workplace place;
  CHECK(place.succeed({"describe", "ring", "--workers", "4", "--edges"}) == "0 1\n0 3\n1 2\n2 3\n");
  CHECK(place.succeed({"describe", "star", "--workers", "3", "--dot"}) ==
        "graph \"star\" {\n  0;\n  1;\n  2;\n  0 -- 1;\n  0 -- 2;\n}\n");
  CHECK(place.succeed({"describe", "directed-ring", "--workers", "3", "--edges"}) == "0 1\n1 2\n2 0\n");
  // One peer by turns: 1 further on, then 2.
  CHECK(place.succeed({"describe", "directed-exponential", "--workers", "4", "--edges"}) ==
        "0 1 0\n1 2 0\n2 3 0\n3 0 0\n0 2 1\n1 3 1\n2 0 1\n3 1 1\n");
  CHECK_THAT(place.succeed({"describe", "directed-exponential", "--workers", "4", "--dot"}),
             StartsWith("digraph \"directed-exponential\" {\n") && Contains("  3 -> 1 [label=\"1\"];\n}\n"));
}

TEST_CASE("describe refuses what is no topology, or does not fit it", "[commands]") {
  CHECK_THAT(error_of({"rings", "--workers", "4"}), Contains("\"rings\"") && Contains("\"ring\""));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimensions=4,4"}),
             Contains("describe torus: --set dimensions: expected sides whose product is the number of workers, 6"));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimension=6"}), Contains("\"dimensions\""));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimensions"}), Contains("expected KEY=VALUE"));
  CHECK_THAT(error_of({"ring", "--workers", "0"}), Contains("--workers"));
  CHECK_THAT(error_of({"ring", "--weights", "lazy"}), Contains("--workers"));
  CHECK_THAT(error_of({"ring", "--workers", "4", "--weights", "lasy"}), Contains("--weights") && Contains("\"lazy\""));
  CHECK_THAT(error_of({"directed-ring", "--workers", "4", "--weights", "lazy"}), Contains("no mixing matrix"));
  CHECK_THAT(error_of({"platform", "--workers", "3"}),
             StartsWith("describe platform: the neighbours depend on a platform, which is missing here"));
  CHECK_THAT(error_of({"ring", "--edges"}), Contains("--workers"));
  CHECK_THAT(error_of({"ring", "--workers", "4", "--edges", "--weights", "lazy"}), Contains("--weights"));
  CHECK_THAT(error_of({"ring", "--workers", "4", "--edges", "--dot"}), Contains("--dot"));
  CHECK_THAT(error_of({"edge-list", "--workers", "3"}), Contains("describe edge-list: the key \"edges\" is missing"));
  CHECK_THAT(error_of({"edge-list", "--workers", "3", "--set", "edges=[[0,1],[0,1]"}),
             StartsWith("describe edge-list: --set edges:1:13: malformed JSON"));
  CHECK_THAT(error_of({"edge-list", "--workers", "3", "--set", "edges=" + std::string(60'000, '[')}),
             Contains("within each other"));
}

TEST_CASE("a topology that no memory holds is refused before it is made", "[commands]") {
  // 20,000 * 19,999 pairs at 125 bytes each are 50 GB.
  CHECK(error_of({"complete", "--workers", "20000"}) ==
        "describe complete: 20000 workers make 4e+08 pairs that talk, for which some 50 GB of memory would be needed: "
        "expected at most 2e+07 pairs");
  for (const auto& entry : topologies().entries()) {
    if (entry.name == "platform") continue;
    CAPTURE(entry.name);
    std::vector<std::string> arguments = {entry.name, "--workers", "16777216"};
    if (entry.name == "edge-list") arguments.insert(arguments.end(), {"--set", "edges=[[0,1]]"});
    CHECK_THAT(error_of(arguments), StartsWith("describe " + entry.name + ": 16777216 workers"));
  }
  CHECK_THAT(error_of({"random-regular", "--workers", "100000", "--set", "degree=50000"}), Contains("5e+09 pairs"));
  CHECK_THAT(error_of({"erdos-renyi", "--workers", "100000", "--set", "probability=1e-4"}),
             Contains("5e+09 pairs to draw"));
}

TEST_CASE("validate tells of the topology, and both it and run warn of a codec beyond its limit", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([
    {"name": "coarse", "paradigm": "gossip", "method": "difference", "compression": {"name": "qsgd", "bits": 2}},
    {"name": "pushed", "paradigm": "gossip", "topology": "directed-exponential"},
    {"name": "whole", "paradigm": "gossip", "method": "difference", "compression": {"name": "k-level", "levels": 4}}
  ])");
  place.write("experiment.json", experiment);
  const Ended validated = place.lowband({"validate", "experiment.json", "--quick"});
  CHECK(validated.status == 0);
  CHECK_THAT(validated.out,
             Contains("4 edges, degree 2, spectral gap 0.6667 (rho 0.3333), mu 1.333, limit on alpha 0.25") &&
                 Contains("2 directed graphs by turns, 8 arcs, out-degree 1"));
  // Both know the 16 parameters: alpha^2 = (sqrt(16) - 1) / 2 = 1.5, and 16 / (2 9) = 0.89 of k-level.
  CHECK_THAT(validated.err, Contains("/algorithms: \"coarse\": \"difference\"") && Contains("below 0.25") &&
                                Contains("reaches 1.2") && Contains("\"whole\"") && Contains("reaches 0.94"));
  CHECK_THAT(validated.err, !Contains("pushed"));
  const Ended run = place.lowband({"run", "experiment.json", "--out", "results", "--quiet"});
  CHECK(run.status == 0);
  CHECK_THAT(run.err,
             Contains("\"coarse\"") && Contains("reaches 1.2") && Contains("\"whole\"") && Contains("reaches 0.94"));
  const Json facts = Json::parse(place.read("results/manifest.json"))["algorithms"];
  CHECK(facts["coarse"]["alpha_limit"].get<double>() == Approx(0.25).epsilon(1e-5));
  CHECK(facts["pushed"] == Json::parse(R"({"graphs": 2, "arcs": 8, "min_out_degree": 1, "max_out_degree": 1})"));
}
