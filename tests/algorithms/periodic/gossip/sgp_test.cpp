// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/sgp.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/topology/topology.hpp"
#include "tests/algorithms/periodic/gossip/one_progress.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t model_size = 20;

std::string sgp(const std::string& topology, const std::string& more = "") {
  return R"({"name": "g", "paradigm": "gossip", "method": "sgp", "topology": )" + topology + more + "}";
}

std::vector<double> mean_of_starts(int workers) {
  std::vector<Vector> starts;
  for (int i = 0; i < workers; ++i) starts.push_back(noise(model_size, i, 0));
  return mean(starts);
}

double farthest(const std::vector<Vector>& models, const std::vector<double>& from) {
  double largest = 0.0;
  for (const auto& model : models) {
    for (std::size_t k = 0; k < from.size(); ++k) {
      largest = std::max(largest, std::abs(static_cast<double>(model[k]) - from[k]));
    }
  }
  return largest;
}

/// x and w of every worker after each of `rounds` rounds, and the models z.
struct Pushed {
  std::vector<std::vector<double>> sums;  ///< [round]: sum of x_i, by coordinate
  std::vector<double> weights;            ///< [round]: sum of w_i
  std::vector<double> heaviest;           ///< [round]: the largest w_i
};

Pushed pushed(const std::string& topology, int workers, int rounds) {
  const Place place("test");
  const auto schedule = topologies().read(Json::parse(topology), place)->schedule(workers, place);
  const auto found = simulated(star(workers, 1e9, 1e-4), [&](Worker& worker, Json& json) {
    std::vector<PushRow> rows;
    for (const Digraph& graph : schedule) rows.emplace_back(graph, worker.rank());
    FloatBuffer model(model_size, 0.0F);
    StochasticGradientPush push(rows, model.size(), model);
    for (int round = 0; round < rounds; ++round) {
      worker.compute(1e5, [&] { progress_at_first(worker.rank(), round, model); });
      push.synchronise(worker, model);
      json.push_back({{"x", push.numerator()}, {"w", push.weight()}});
    }
  });
  Pushed result;
  for (std::size_t round = 0; round < static_cast<std::size_t>(rounds); ++round) {
    std::vector<double> sum(model_size, 0.0);
    double weight = 0.0;
    double heaviest = 0.0;
    for (const auto& worker : found.workers) {
      for (std::size_t k = 0; k < model_size; ++k) sum[k] += worker[round]["x"][k].get<double>();
      weight += worker[round]["w"].get<double>();
      heaviest = std::max(heaviest, worker[round]["w"].get<double>());
    }
    result.sums.push_back(sum);
    result.weights.push_back(weight);
    result.heaviest.push_back(heaviest);
  }
  return result;
}

}  // namespace

TEST_CASE("push-sum by hand: worker 0 of a star has heavier weights, and de-biases them", "[algorithms]") {
  // Star of 3: out-degrees 2, 1, 1, so worker 0 keeps and sends a third, the others a half. x = (6, 12, 0):
  // x_0 <- 6/3 + 12/2 + 0 = 8, w_0 <- 1/3 + 1/2 + 1/2 = 4/3, z_0 = 6; x_1 <- 6/3 + 6 = 8, w_1 = 5/6, z_1 = 9.6;
  // x_2 <- 2, w_2 = 5/6, z_2 = 2.4.
  const auto start = [](int rank, int round, FloatBuffer& model) {
    if (round == 0) model[0] = std::array{6.0F, 12.0F, 0.0F}.at(static_cast<std::size_t>(rank));
  };
  const auto found = synchronised(sgp(R"("star")"), star(3, 1e9, 1e-4), Vector(1, 0.0F), 2, start);
  CHECK(found.models[0][0][0] == Approx(6.0).epsilon(1e-6));
  CHECK(found.models[1][0][0] == Approx(9.6).epsilon(1e-6));
  CHECK(found.models[2][0][0] == Approx(2.4).epsilon(1e-6));
  // Again: x_0 <- 8/3 + 4 + 1 = 23/3, w_0 <- 4/9 + 5/12 + 5/12 = 23/18: z_0 = 6, the mean.
  CHECK(found.models[0][1][0] == Approx(6.0).epsilon(1e-6));
}

TEST_CASE("progress counts in full, whatever the weight: the paper's step x <- x - gamma g(z)", "[algorithms]") {
  // The same star, x = 0 but for a step of 1 on worker 1 before the second exchange, when w_1 = 5/6: x_1 = 1, half of
  // it goes to worker 0, whose weight is then 23/18; so z_0 = (1/2) / (23/18) = 9/23.
  const auto step = [](int rank, int round, FloatBuffer& model) {
    if (rank == 1 && round == 1) model[0] += 1.0F;
  };
  const auto found = synchronised(sgp(R"("star")"), star(3, 1e9, 1e-4), Vector(1, 0.0F), 2, step);
  CHECK(found.models[0][1][0] == Approx(9.0 / 23.0).epsilon(1e-6));
  CHECK(found.models[2][1][0] == 0.0F);
}

TEST_CASE("push-sum keeps the sums of x and of w on every graph", "[algorithms]") {
  for (const std::string topology : {R"("directed-ring")", R"("directed-exponential")",
                                     R"({"name": "directed-exponential", "peers": "all"})", R"("star")", R"("tree")"}) {
    INFO(topology);
    const auto result = pushed(topology, 7, 40);
    const auto centre = mean_of_starts(7);
    for (std::size_t round = 0; round < 40; ++round) {
      CHECK(result.weights[round] == Approx(7.0).epsilon(1e-5));  // 40 exchanges, each rounds by some 2^-24
      for (std::size_t k = 0; k < model_size; ++k) CHECK(result.sums[round][k] == Approx(7.0 * centre[k]).margin(1e-4));
    }
    // Out-degrees that differ make weights that differ; those of the others are doubly stochastic.
    CHECK((result.heaviest.back() > 1.1) == (topology == R"("star")" || topology == R"("tree")"));
  }
}

TEST_CASE("models agree on the mean over any strongly connected digraph", "[algorithms]") {
  for (const std::string topology : {R"("directed-ring")", R"("directed-exponential")",
                                     R"({"name": "directed-exponential", "peers": "all"})", R"("star")", R"("tree")"}) {
    INFO(topology);
    // The slowest is the ring: |(1 + e^{2 pi i / 7}) / 2| = cos(pi / 7) = 0.901, to the 120th power 4e-6.
    const auto result =
        synchronised(sgp(topology), star(7, 1e9, 1e-4), Vector(model_size, 0.0F), 120, progress_at_first);
    CHECK(farthest(models_after(result, 0), mean_of_starts(7)) > 0.1);
    CHECK(farthest(models_after(result, 119), mean_of_starts(7)) < 5e-5);
  }
}

TEST_CASE("with one peer by turns, 2^k workers have the exact mean after k exchanges", "[algorithms]") {
  const auto result = synchronised(sgp(R"("directed-exponential")"), star(8, 1e9, 1e-4), Vector(model_size, 0.0F), 3,
                                   progress_at_first);
  CHECK(farthest(models_after(result, 1), mean_of_starts(8)) > 0.1);
  CHECK(farthest(models_after(result, 2), mean_of_starts(8)) < 1e-6);
}

TEST_CASE("pushing to everybody averages like the all-reduce, to rounding", "[algorithms]") {
  for (const int workers : {1, 2, 7}) {
    const auto all_reduce =
        synchronised(R"({"name": "a", "paradigm": "all-reduce"})", star(workers, 1e9, 1e-4), Vector(30, 1.0F), 3);
    const auto complete = synchronised(sgp(R"("complete")"), star(workers, 1e9, 1e-4), Vector(30, 1.0F), 3);
    for (std::size_t i = 0; i < static_cast<std::size_t>(workers); ++i) {
      for (std::size_t k = 0; k < 30; ++k) {
        CHECK(complete.models[i][2][k] == Approx(all_reduce.models[i][2][k]).margin(2e-6));
      }
    }
  }
}

TEST_CASE("a model and a weight go along every arc: bytes by hand", "[algorithms]") {
  // d = 100: 4 * 101 bytes and 16 of a message's header.
  const auto traffic = [](const std::string& topology, int rounds) {
    return synchronised(sgp(topology), star(8, 1e9, 1e-4), Vector(100), rounds).traffic;
  };
  for (const auto& worker : traffic(R"("directed-ring")", 1)) CHECK(worker == Json({420, 420, 1}));
  for (const auto& worker : traffic(R"("directed-exponential")", 5)) CHECK(worker == Json({5 * 420, 5 * 420, 5}));
  for (const auto& worker : traffic(R"({"name": "directed-exponential", "peers": "all"})", 1)) {
    CHECK(worker == Json({3 * 420, 3 * 420, 3}));
  }
  const auto star = traffic(R"("star")", 1);
  CHECK(star[0] == Json({7 * 420, 7 * 420, 7}));
  CHECK(star[3] == Json({420, 420, 1}));
}

TEST_CASE("push-sum depends neither on the network nor on the number of threads", "[algorithms]") {
  for (const std::string topology : {R"("directed-exponential")", R"("star")"}) {
    const Vector initial(130, 0.5F);
    const auto reference = synchronised(sgp(topology), star(5, 1e9, 1e-4), initial, 6);
    SimulatedOptions options;
    options.threads = 3;
    options.compute.slowdown = {1.0, 90.0, 0.5, 2.0, 7.0};
    CHECK(synchronised(sgp(topology), star(5, 1e5, 0.1), initial, 6, random_progress, options).models ==
          reference.models);
  }
}

TEST_CASE("directed topologies and methods that need answers refuse each other", "[algorithms]") {
  const auto gossip = [](const std::string& more) {
    return prepared(R"({"name": "g", "paradigm": "gossip", )" + more + "}", 4);
  };
  for (const std::string method :
       {"plain", "d-psgd", "naive", "difference", "choco", "deep-squeeze", "extrapolation"}) {
    CHECK_THROWS_WITH(
        gossip(R"("topology": "directed-ring", "method": ")" + method + "\""),
        Catch::StartsWith("test: /topology: the topology \"directed-ring\" is directed, but \"" + method));
  }
  CHECK_THROWS_WITH(gossip(R"("topology": "directed-ring", "compression": "qsgd")"),
                    Catch::StartsWith("test: /method: \"sgp\" sends full precision"));
  CHECK_THROWS_WITH(gossip(R"("method": "sgp", "weights": "lazy")"),
                    Catch::StartsWith("test: /weights: has no effect: \"sgp\" has no"));
  // Without a method, a directed topology is pushed along.
  const auto named = gossip(R"("topology": "directed-exponential")");
  CHECK(named->facts()["graphs"] == 2);
  CHECK(named->pairs() ==
        std::vector<std::pair<int, int>>{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 0}, {2, 3}, {3, 0}, {3, 1}});
}
