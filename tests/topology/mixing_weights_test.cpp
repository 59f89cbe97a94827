// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/mixing_weights.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "sim/base/error.hpp"
#include "sim/topology/topology.hpp"

using namespace lowband;

namespace {

Graph path_of_three() {
  Graph graph(3);
  graph.add_edge(0, 1);
  graph.add_edge(1, 2);
  return graph;
}

/// The weights as an experiment would state them.
struct Stated {
  MixingWeights weights;
  Parameters parameters;

  explicit Stated(const std::string& json) {
    weights.declare(parameters, "weights");
    parameters.read(Json::parse(R"({"weights": )" + json + "}"), Place("e.json"));
  }
  [[nodiscard]] MixingMatrix matrix(const Graph& graph) const {
    return weights.matrix(graph, Place("e.json") / "weights");
  }
};

std::string weights_error(const std::string& json) {
  try {
    static_cast<void>(Stated(json).matrix(path_of_three()));
    return "no error";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("lazy weights by hand", "[mixing_matrix]") {
  // Metropolis on 0 - 1 - 2: both edges 1/3, so W = (2/3 1/3 0; 1/3 1/3 1/3; 0 1/3 2/3). (I + W) / 2: edges 1/6.
  const MixingMatrix w = Stated(R"("lazy")").matrix(path_of_three());
  CHECK(w.neighbours(0).at(0).weight == Approx(1.0 / 6.0).epsilon(1e-6));
  CHECK(w.self_weight(0) == Approx(5.0 / 6.0).epsilon(1e-6));
  CHECK(w.self_weight(1) == Approx(2.0 / 3.0).epsilon(1e-6));
}

TEST_CASE("given weights are taken as they are", "[mixing_matrix]") {
  Stated stated("[[0.75, 0.25, 0], [0.25, 0.25, 0.5], [0, 0.5, 0.5]]");
  const MixingMatrix w = stated.matrix(path_of_three());
  CHECK(w.self_weight(0) == 0.75F);
  CHECK(w.neighbours(0).at(0).weight == 0.25F);
  CHECK(w.self_weight(1) == 0.25F);
  CHECK(w.neighbours(1).at(1).weight == 0.5F);
  CHECK(w.self_weight(2) == 0.5F);
  CHECK_FALSE(stated.weights.is_standard());
  CHECK(stated.parameters.values()["weights"] ==
        Json::parse("[[0.75, 0.25, 0.0], [0.25, 0.25, 0.5], [0.0, 0.5, 0.5]]"));
}

TEST_CASE("given weights with few digits give rows that sum to exactly one, without negative weights",
          "[mixing_matrix]") {
  const std::string third = "0.3333333";
  const std::string more = "0.3333336";
  for (const auto& t : {third, more}) {
    const MixingMatrix w = Stated("[[" + t + ", " + t + ", " + t + "], [" + t + ", " + t + ", " + t + "], [" + t +
                                  ", " + t + ", " + t + "]]")
                               .matrix(topologies().read("complete", Place("test"))->graph(3, Place("test")));
    for (int i = 0; i < 3; ++i) {
      double sum = static_cast<double>(w.self_weight(i));
      for (const auto& entry : w.neighbours(i)) sum += static_cast<double>(entry.weight);
      CHECK(sum == 1.0);
    }
  }
  // Nothing of its own: two halves, a hair too large, are halves.
  Graph ring(4);
  for (int i = 0; i < 4; ++i) ring.add_edge(i, (i + 1) % 4);
  const MixingMatrix w = Stated(
                             "[[0, 0.5000003, 0, 0.5000003], [0.5000003, 0, 0.5000003, 0], [0, 0.5000003, 0, "
                             "0.5000003], [0.5000003, 0, 0.5000003, 0]]")
                             .matrix(ring);
  CHECK(w.self_weight(0) == 0.0F);
  CHECK(w.neighbours(0).at(0).weight == 0.5F);
  CHECK(w.spectral_gap() == Approx(0.0).margin(1e-12));  // it has the eigenvalue -1
}

TEST_CASE("given weights that are no mixing matrix of the graph are refused, with the place", "[mixing_matrix]") {
  CHECK(weights_error("[[1]]") == "e.json: /weights: expected a row for each of the 3 workers, found 1");
  CHECK(weights_error("[[0.5, 0.5], [0.5]]") ==
        "e.json: /weights/1: expected a row of 2 numbers, as many as there are rows, found [0.5]");
  CHECK(weights_error("[[1.5, -0.5], [0.5, 0.5]]") == "e.json: /weights/0/0: expected a number from 0 to 1, found 1.5");
  CHECK(weights_error("[[0.75, 0.25, 0], [0.5, 0.25, 0.25], [0, 0.25, 0.75]]") ==
        "e.json: /weights/0/1: expected a symmetric matrix, 0.5 as in row 1, found 0.25");
  CHECK(weights_error("[[0.75, 0.25, 0], [0.25, 0.25, 0.5], [0, 0.5, 0.4]]") ==
        "e.json: /weights/2: expected weights that sum to 1, found [0.0,0.5,0.4]");
  CHECK(weights_error("[[0.5, 0.25, 0.25], [0.25, 0.25, 0.5], [0.25, 0.5, 0.25]]") ==
        "e.json: /weights/0/2: expected 0, since workers 0 and 2 are no neighbours, found 0.25");
  CHECK_THAT(weights_error(R"("heavy")"), Catch::Contains("/weights: expected one of metropolis, uniform, lazy"));
  CHECK_THAT(weights_error("3"), Catch::Contains("or a matrix as a list of rows, found 3"));
  CHECK_THAT(weights_error("[]"), Catch::Contains("or a matrix as a list of rows"));
}
