#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

std::string error_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "describe");
  const Ended ended = lowband_program(arguments);
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  return ended.err;
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
  CHECK(place.succeed({"describe", "directed-exponential", "--workers", "16", "--set", "peers=all"}) ==
        "directed-exponential, 16 workers: 1 directed graph, 64 arcs, out-degree 4\n");
}

TEST_CASE("describe refuses what is no topology, or does not fit it", "[commands]") {
  CHECK_THAT(error_of({"rings", "--workers", "4"}), Contains("\"rings\"") && Contains("\"ring\""));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimensions=4,4"}),
             Contains("describe torus: /dimensions: expected sides whose product is the number of workers, 6"));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimension=6"}), Contains("\"dimensions\""));
  CHECK_THAT(error_of({"torus", "--workers", "6", "--set", "dimensions"}), Contains("expected KEY=VALUE"));
  CHECK_THAT(error_of({"ring", "--workers", "0"}), Contains("--workers"));
  CHECK_THAT(error_of({"ring", "--weights", "lazy"}), Contains("--workers"));
  CHECK_THAT(error_of({"ring", "--workers", "4", "--weights", "lasy"}), Contains("--weights") && Contains("\"lazy\""));
  CHECK_THAT(error_of({"directed-ring", "--workers", "4", "--weights", "lazy"}), Contains("no mixing matrix"));
}

TEST_CASE("validate tells of the topology, and both it and run warn of a codec beyond its limit", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([
    {"name": "coarse", "paradigm": "gossip", "compression": {"name": "qsgd", "bits": 2}},
    {"name": "pushed", "paradigm": "gossip", "topology": "directed-exponential"},
    {"name": "whole", "paradigm": "gossip", "compression": {"name": "k-level", "levels": 4}}
  ])");
  place.write("experiment.json", experiment);
  const Ended validated = place.lowband({"validate", "experiment.json"});
  CHECK(validated.status == 0);
  CHECK_THAT(validated.out,
             Contains("4 edges, degree 2, spectral gap 0.6667 (rho 0.3333), mu 1.333, limit on alpha 0.25") &&
                 Contains("2 directed graphs by turns, 8 arcs, out-degree 1"));
  // s = 1, buckets of 512: alpha^2 = (sqrt(512) - 1) / 2 = 10.8.
  CHECK_THAT(validated.err,
             Contains("/algorithms/0: \"difference\"") && Contains("below 0.25") && Contains("reaches 3.3"));
  CHECK_THAT(validated.err, !Contains("/algorithms/1") && !Contains("/algorithms/2"));
  // A run knows the 16 parameters: alpha^2 = (sqrt(16) - 1) / 2 = 1.5, and 16 / (2 9) = 0.89 of k-level.
  const Ended run = place.lowband({"run", "experiment.json", "--out", "results", "--quiet"});
  CHECK(run.status == 0);
  CHECK_THAT(run.err, Contains("/algorithms/0") && Contains("reaches 1.2") && Contains("/algorithms/2") &&
                          Contains("reaches 0.94"));
  const Json facts = Json::parse(place.read("results/manifest.json"))["algorithms"];
  CHECK(facts["coarse"]["alpha_limit"].get<double>() == Approx(0.25).epsilon(1e-5));
  CHECK(facts["pushed"] == Json::parse(R"({"graphs": 2, "arcs": 8, "min_out_degree": 1, "max_out_degree": 1})"));
}
