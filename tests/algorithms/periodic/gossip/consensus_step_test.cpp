// SPDX-License-Identifier: Apache-2.0
// The auto consensus step: the largest that contracts against closed forms, and how it is settled.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "sim/algorithms/periodic/gossip/consensus_search.hpp"
#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

const Layout one_tensor = {{"x", {4000}}};

std::string gossip_with(const std::string& more) { return R"({"name": "g", "paradigm": "gossip")" + more + "}"; }

double largest(const std::string& json, int workers, const Layout& layout = one_tensor) {
  return settled(json, workers, layout)->facts().at("largest_consensus_step").get<double>();
}

std::string two_workers(const std::string& weights, const std::string& codec) {
  return gossip_with(R"(, "method": "choco", "topology": "complete", "weights": )" + weights + R"(, "compression": )" +
                     codec);
}

/// The share of the squared disagreement that is left after the rounds of a search, of CHOCO between two workers with
/// W = 1/2, if each keeps a random share p of the coordinates. For one coordinate of x_1 = a = -x_2 and the copies h_1
/// and h_2, the moments A = E a^2, B = E a h_1 = -E a h_2, C = E h_1^2 = E h_2^2, D = E h_1 h_2: a copy becomes +-a
/// with probability p each, and then a <- a + gamma (h_2 - h_1) / 2.
double left_with_random_coordinates(double p, double gamma, int rounds) {
  double a = 1.0;
  double b = 0.0;
  double c = 0.0;
  double d = 0.0;
  for (int round = 0; round < rounds; ++round) {
    const double copied = p * a + (1 - p) * b;
    const double square = p * a + (1 - p) * c;
    const double product = -p * p * a - 2 * p * (1 - p) * b + (1 - p) * (1 - p) * d;
    const double apart = square - product;  // E (h_1 - h_2)^2 / 2
    a += -2 * gamma * copied + gamma * gamma / 2 * apart;
    b = copied - gamma / 2 * apart;
    c = square;
    d = product;
  }
  return a;
}

}  // namespace

TEST_CASE("without loss, steps contract while |1 - gamma (1 - lambda)| < 1", "[algorithms][consensus_step]") {
  // The auto step is the largest.
  // lambda = -1: gamma < 1. lambda = -0.8: gamma < 2 / 1.8, so all of the grid. Of the ring of 8, lambda >= -1/3.
  CHECK(largest(two_workers("[[0, 1], [1, 0]]", R"("none")"), 2) == 0.9);
  CHECK(largest(two_workers("[[0.1, 0.9], [0.9, 0.1]]", R"("none")"), 2) == 1.0);
  CHECK(settled(two_workers("[[0, 1], [1, 0]]", R"("none")"), 2, one_tensor)->facts()["consensus_step"] == 0.9);
  CHECK(largest(gossip_with(R"(, "method": "choco", "compression": "none")"), 8) == 1.0);
  CHECK(largest(gossip_with(R"(, "method": "deep-squeeze", "compression": "none")"), 8) == 1.0);
}

TEST_CASE("with random coordinates, the largest step is that of the closed form", "[algorithms][consensus_step]") {
  for (const auto& [ratio, expected] :
       {std::pair(0.5, 1.0), std::pair(0.2, 0.2), std::pair(0.1, 0.1), std::pair(0.01, 0.01)}) {
    CAPTURE(ratio);
    // Without a codec a half of the difference is taken off by W, a share gamma of it: (1 - gamma)^2 in the square.
    const int rounds = ratio < 0.02 ? 200 : 50;  // of 1 %, nothing contracts in 50
    const auto contracts_with = [rounds, p = ratio](double gamma) {
      return contracts(left_with_random_coordinates(p, gamma, rounds), std::pow(1.0 - gamma, 2 * rounds));
    };
    REQUIRE(contracts_with(expected));
    if (expected < 1.0) REQUIRE_FALSE(contracts_with(expected < 0.1 ? expected + 0.01 : expected + 0.1));
    const auto largest_with = [p = ratio](const std::string& more) {
      const auto codec = R"({"name": "random-k", "ratio": )" + std::to_string(p) + more + "}";
      return largest(two_workers("[[0.5, 0.5], [0.5, 0.5]]", codec), 2);
    };
    CHECK(largest_with(R"(, "unbiased": false)") == expected);
    CHECK(largest_with("") == expected);  // times d / k, and then times k / d
  }
}

TEST_CASE("a step contracts if disagreement falls to a hundredth, or a quarter as far as without a codec",
          "[algorithms][consensus_step]") {
  CHECK(contracts(0.009, 1e-30));
  CHECK_FALSE(contracts(0.011, 1e-30));
  CHECK(contracts(0.19, 0.0016));  // 0.2^4
  CHECK_FALSE(contracts(0.21, 0.0016));
  CHECK_FALSE(contracts(1.0, 1.0));
  CHECK_FALSE(contracts(std::numeric_limits<double>::infinity(), 1.0));
}

TEST_CASE("what is searched: the coded tensors, cut, with counts of coordinates cut likewise",
          "[algorithms][consensus_step]") {
  const auto choco = [](const std::string& codec) {
    return gossip_with(R"(, "method": "choco", "topology": "complete", "compression": )" + codec);
  };
  // A quarter of a million coordinates, 2500 of which are kept, are 1 % however short the vector is that is searched.
  const Layout large = {{"x", {1000, 250}}};
  const double ratio = largest(choco(R"({"name": "top-k", "ratio": 0.01})"), 4, large);
  CHECK(ratio < 1.0);
  CHECK(largest(choco(R"({"name": "top-k", "k": 2500})"), 4, large) == ratio);
  // Nothing is coded: no loss.
  CHECK(largest(choco(R"({"name": "top-k", "ratio": 0.01, "skip_smaller_than": 5000})"), 4) == 1.0);
  CHECK(largest(choco(R"({"name": "top-k", "ratio": 0.01})"), 4, {{"statistics", {4000}, true}}) == 1.0);
}

TEST_CASE("a setting is searched once, and the same numbers come out again", "[algorithms][consensus_step]") {
  const auto coarse = gossip_with(R"(, "method": "choco", "compression": {"name": "top-k", "ratio": 0.02})");
  const auto settle = [](const std::string& json, int workers, const Layout& layout, SettledNumbers& known) {
    const auto named = read_named(algorithms(), Json::parse(json), Place("test"));
    return named->prepared({.workers = workers, .exchanged = layout, .known = &known}, Place("test"))->settled();
  };
  SettledNumbers known;
  static_cast<void>(settle(coarse, 4, one_tensor, known));
  REQUIRE(known.size() == 1);
  const double found = known.begin()->second;
  SettledNumbers others;
  static_cast<void>(settle(coarse, 4, one_tensor, others));
  CHECK(others == known);
  // Of what is known, nothing is searched: a false number is taken over.
  known.begin()->second = found / 2;
  CHECK(settle(coarse, 4, one_tensor, known) == Json({{"consensus_step", found / 2}}));
  CHECK(known.size() == 1);
  // Another codec, topology, number of workers, method or model is another setting; local steps do not matter.
  const auto settings = [&](const std::string& json, int workers, const Layout& layout = one_tensor) {
    SettledNumbers more = known;
    static_cast<void>(settle(json, workers, layout, more));
    return more.size();
  };
  const auto with = [](const std::string& more) {
    return gossip_with(R"(, "compression": {"name": "top-k", "ratio": 0.02})" + more);
  };
  CHECK(settings(with(R"(, "method": "choco", "local_steps": 7)"), 4) == 1);
  CHECK(settings(with(R"(, "method": "choco", "topology": "complete")"), 4) == 2);
  CHECK(settings(with(R"(, "method": "choco", "weights": "lazy")"), 4) == 2);
  CHECK(settings(with(R"(, "method": "deep-squeeze")"), 4) == 2);
  CHECK(settings(with(R"(, "method": "choco")"), 5) == 2);
  CHECK(settings(with(R"(, "method": "choco")"), 4, {{"x", {300}}}) == 2);
}

TEST_CASE("a step beyond the largest that contracts is warned about", "[algorithms][consensus_step]") {
  const auto warnings = [](const std::string& step) {
    return settled(gossip_with(R"(, "method": "choco", "compression": {"name": "top-k", "ratio": 0.02})" + step), 8,
                   one_tensor)
        .warnings(one_tensor);
  };
  CHECK(warnings("").empty());
  CHECK(warnings(R"(, "consensus_step": 0.01)").empty());
  const auto found = warnings(R"(, "consensus_step": 0.99)");
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::Contains("\"consensus_step\" is 0.99") && Catch::Contains("\"top-k\"") &&
                           Catch::Contains("\"auto\" takes that"));
}

TEST_CASE("the consensus step is auto or a number", "[algorithms][consensus_step]") {
  const auto choco = [](const std::string& step) {
    return gossip_with(R"(, "method": "choco", "compression": "qsgd", "consensus_step": )" + step);
  };
  CHECK_THROWS_WITH(prepared(choco(R"("automatic")"), 4),
                    Catch::Contains("consensus_step: expected \"auto\", or a number above 0 up to 1"));
  CHECK_THROWS_WITH(prepared(choco("null"), 4),
                    Catch::Contains("consensus_step: expected \"auto\", or a number above 0 up to 1"));
  CHECK_THROWS_WITH(prepared(choco("1.5"), 4), Catch::Contains("consensus_step: expected a number above 0 up to 1"));
  CHECK(settled(choco(R"("auto")"), 4, one_tensor)->facts() ==
        settled(gossip_with(R"(, "method": "choco", "compression": "qsgd")"), 4, one_tensor)->facts());
}

TEST_CASE("where no step contracts, the codec is refused", "[algorithms][consensus_step]") {
  // Magnitudes up to 2^24 steps, 0.017, can be coded; those of normal coordinates are larger.
  const auto hopeless = gossip_with(R"(, "method": "choco", "compression": {"name": "grid", "step": 1e-9})");
  CHECK_THROWS_WITH(settled(hopeless, 4, one_tensor), Catch::Contains("test: /method") && Catch::Contains("\"grid\"") &&
                                                          Catch::Contains("hardly come to agree"));
  const auto by_hand = settled(
      gossip_with(R"(, "method": "choco", "consensus_step": 0.5, "compression": {"name": "grid", "step": 1e-9})"), 4,
      one_tensor);
  REQUIRE(by_hand.warnings().size() == 1);
  CHECK_THAT(by_hand.warnings()[0], Catch::Contains("whatever the consensus step"));
}

TEST_CASE("of a large graph, the workers nearest to the first are searched", "[algorithms][consensus_step]") {
  const auto graph = [](const std::string& topology, int workers) {
    return topologies().read(topology, Place("test"))->graph(workers, Place("test"));
  };
  CHECK(searched_part(graph("torus", 16)).edges() == graph("torus", 16).edges());
  const Graph part = searched_part(graph("ring", 100));
  CHECK(part.size() == 64);
  CHECK(part.connected());
  CHECK(part.edges().size() == 63);  // a path
  CHECK(searched_part(graph("complete", 100)).edges().size() == 64 * 63 / 2);
}
