// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/mixing_weights.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/base/random.hpp"
#include "sim/topology/topology.hpp"

using namespace lowband;

namespace {

MixingMatrix matrix(const Graph& graph_named, const std::string& weights) {
  return MixingWeights(weights).matrix(graph_named, Place("test"));
}

Graph graph_named(const char* name, int workers) {
  const Place place("test");
  return topologies().read(name, place)->graph(workers, place);
}

/// A random tree with some more edges.
Graph random_graph(int workers, std::uint32_t step) {
  Graph graph_named(workers);
  Stream random(1, Purpose::data, 0, step);
  for (int i = 1; i < workers; ++i)
    graph_named.add_edge(i, static_cast<int>(random.below(static_cast<std::uint32_t>(i))));
  const auto size = static_cast<std::uint32_t>(workers);
  for (int k = 0; k < workers / 2; ++k) {
    graph_named.add_edge(static_cast<int>(random.below(size)), static_cast<int>(random.below(size)));
  }
  return graph_named;
}

float weight(const MixingMatrix& w, int i, int j) {
  if (i == j) return w.self_weight(i);
  for (const auto& entry : w.neighbours(i)) {
    if (entry.worker == j) return entry.weight;
  }
  return 0.0F;
}

/// Symmetric to the bit, and every row sums to exactly one: all weights are multiples of 2^-24 times some power of two
/// above the smallest weight, so that their sums are exact in double.
void check_doubly_stochastic(const MixingMatrix& w) {
  for (int i = 0; i < w.size(); ++i) {
    double sum = static_cast<double>(w.self_weight(i));
    REQUIRE(w.self_weight(i) > 0.0F);
    for (const auto& [j, weight_ij] : w.neighbours(i)) {
      REQUIRE(weight_ij > 0.0F);
      REQUIRE(weight_ij == weight(w, j, i));
      sum += static_cast<double>(weight_ij);
    }
    REQUIRE(sum == 1.0);
  }
}

}  // namespace

TEST_CASE("metropolis and uniform weights by hand", "[mixing_matrix]") {
  // A path 0 - 1 - 2 and a leaf 3 at 1: degrees 1, 3, 1, 1; all edges have max(deg) = 3.
  Graph star(4);
  for (const int leaf : {0, 2, 3}) star.add_edge(1, leaf);
  const MixingMatrix metropolis = matrix(star, "metropolis");
  CHECK(metropolis.self_weight(1) == 0.25F);
  CHECK(metropolis.self_weight(0) == 0.75F);
  CHECK(weight(metropolis, 0, 1) == 0.25F);
  CHECK(weight(metropolis, 0, 2) == 0.0F);

  // 0 - 1 - 2 - 3 with degrees 1, 2, 2, 1: all edges 1/3, so the ends keep 2/3 and the middle 1/3. Rounded down to
  // multiples of 2^-24, the last digit of 2/3.
  Graph path(4);
  for (int i = 0; i < 3; ++i) path.add_edge(i, i + 1);
  const MixingMatrix w = matrix(path, "metropolis");
  const auto third = static_cast<float>(std::floor(std::ldexp(1.0, 24) / 3.0) / std::ldexp(1.0, 24));
  CHECK(weight(w, 0, 1) == third);
  CHECK(w.self_weight(0) == 1.0F - third);
  CHECK(w.self_weight(1) == Approx(1.0 / 3.0).margin(2e-7));

  // A triangle 0 1 2 with a tail 2 - 3: degrees 2, 2, 3, 1. Metropolis: w01 = 1/3, w02 = w12 = w23 = 1/4; uniform:
  // all 1/4.
  Graph kite(4);
  for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}, {2, 3}}) kite.add_edge(a, b);
  const MixingMatrix k = matrix(kite, "metropolis");
  CHECK(weight(k, 0, 1) == Approx(1.0 / 3.0).margin(2e-7));
  CHECK(weight(k, 0, 2) == 0.25F);
  CHECK(k.self_weight(0) == Approx(5.0 / 12.0).margin(2e-7));
  CHECK(k.self_weight(3) == 0.75F);
  const MixingMatrix u = matrix(kite, "uniform");
  CHECK(weight(u, 0, 1) == 0.25F);
  CHECK(u.self_weight(0) == 0.5F);
  CHECK(u.self_weight(2) == 0.25F);
}

TEST_CASE("only the named weights exist", "[mixing_matrix]") {
  CHECK_THROWS_AS(MixingWeights("heaviest"), std::invalid_argument);
}

TEST_CASE("a mixing matrix is symmetric and doubly stochastic without rounding errors", "[mixing_matrix]") {
  for (const std::string weights : {"metropolis", "uniform", "lazy"}) {
    for (const char* name : {"ring", "torus", "complete", "star"}) {
      for (const int workers : {1, 2, 3, 4, 5, 7, 12, 16, 31, 64, 100}) {
        INFO(weights << " " << name << " " << workers);
        check_doubly_stochastic(matrix(graph_named(name, workers), weights));
      }
    }
    for (std::uint32_t step = 0; step < 50; ++step) {
      check_doubly_stochastic(matrix(random_graph(2 + static_cast<int>(step) * 3, step), weights));
    }
  }
}

TEST_CASE("one exchange keeps the sum", "[mixing_matrix]") {
  const Graph torus = graph_named("torus", 36);
  const MixingMatrix w = matrix(torus, "metropolis");
  Stream random(1, Purpose::data, 0, 0);
  std::vector<double> x(36);
  double before = 0.0;
  for (double& value : x) before += (value = 1.0 + static_cast<double>(random.uniform()));
  double after = 0.0;
  for (int i = 0; i < 36; ++i) {
    after += static_cast<double>(w.self_weight(i)) * x[static_cast<std::size_t>(i)];
    for (const auto& [j, weight_ij] : w.neighbours(i)) {
      after += static_cast<double>(weight_ij) * x[static_cast<std::size_t>(j)];
    }
  }
  CHECK(after == Approx(before).epsilon(1e-12));
}
