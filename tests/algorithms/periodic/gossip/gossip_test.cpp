// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>
#include <tuple>

#include "sim/base/error.hpp"
#include "sim/topology/topology.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

std::string gossip(const std::string& method, const std::string& codec = R"("none")",
                   const std::string& topology = "ring") {
  return R"({"name": "g", "paradigm": "gossip", "topology": ")" + topology + R"(", "method": ")" + method +
         R"(", "compression": )" + codec + "}";
}

constexpr auto four_bits = R"({"name": "qsgd", "bits": 4, "bucket": 32, "norm": "max"})";

/// W x for the ring with weights 1/3, in double, on four or more workers.
std::vector<std::vector<double>> mixed(const std::vector<std::vector<double>>& x) {
  const std::size_t workers = x.size();
  auto result = x;
  for (std::size_t i = 0; i < workers; ++i) {
    for (std::size_t k = 0; k < x[i].size(); ++k) {
      result[i][k] = (x[i][k] + x[(i + 1) % workers][k] + x[(i + workers - 1) % workers][k]) / 3.0;
    }
  }
  return result;
}

double largest_distance(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::abs(a[k] - b[k]));
  return largest;
}

std::vector<Vector> at_round(const Synchronised& result, std::size_t round) {
  std::vector<Vector> models;
  for (const auto& worker : result.models) models.push_back(worker[round]);
  return models;
}

}  // namespace

TEST_CASE("plain gossip steps then mixes: x <- W (x + progress)", "[algorithms]") {
  constexpr std::size_t size = 50;
  const auto result = synchronised(gossip("plain"), star(5, 1e9, 1e-4), Vector(size, 0.0F), 4);
  std::vector<std::vector<double>> x(5, std::vector<double>(size, 0.0));
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 5; ++i) {
      const Vector step = noise(size, i, round);
      for (std::size_t k = 0; k < size; ++k) x[static_cast<std::size_t>(i)][k] += static_cast<double>(step[k]);
    }
    x = mixed(x);
  }
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(largest_distance({result.models[i][3].begin(), result.models[i][3].end()}, x[i]) < 1e-5);
}

TEST_CASE("d-psgd mixes then steps: x <- W y + progress, and difference without quantization follows it",
          "[algorithms]") {
  constexpr std::size_t size = 50;
  for (const auto* method : {"d-psgd", "difference"}) {
    const auto result = synchronised(gossip(method), star(5, 1e9, 1e-4), Vector(size, 0.0F), 4);
    std::vector<std::vector<double>> y(5, std::vector<double>(size, 0.0));
    for (int round = 0; round < 4; ++round) {
      y = mixed(y);
      for (int i = 0; i < 5; ++i) {
        const Vector step = noise(size, i, round);
        for (std::size_t k = 0; k < size; ++k) y[static_cast<std::size_t>(i)][k] += static_cast<double>(step[k]);
      }
    }
    for (std::size_t i = 0; i < 5; ++i)
      CHECK(largest_distance({result.models[i][3].begin(), result.models[i][3].end()}, y[i]) < 1e-5);
  }
}

TEST_CASE("difference gossip with a codec that keeps every bit equals its twin d-psgd bit for bit", "[algorithms]") {
  for (const auto* topology : {"ring", "torus", "star"}) {
    const auto twin = synchronised(gossip("d-psgd", R"("none")", topology), star(6, 1e9, 1e-4), Vector(333, 1.0F), 8);
    const auto difference =
        synchronised(gossip("difference", R"("none")", topology), star(6, 1e9, 1e-4), Vector(333, 1.0F), 8);
    CHECK(difference.models == twin.models);
  }
}

TEST_CASE("naive gossip with a codec that keeps every bit equals plain gossip bit for bit", "[algorithms]") {
  const auto naive = synchronised(gossip("naive"), star(6, 1e9, 1e-4), Vector(40, 1.0F), 5);
  const auto plain = synchronised(gossip("plain"), star(6, 1e9, 1e-4), Vector(40, 1.0F), 5);
  CHECK(naive.models == plain.models);
}

TEST_CASE("full-precision gossip keeps the mean, naive quantization does not", "[algorithms]") {
  constexpr std::size_t size = 64;
  const auto nothing = [](int rank, int round, FloatBuffer& model) {
    if (round == 0) random_progress(rank, 0, model);
  };
  std::vector<Vector> start;
  for (int i = 0; i < 6; ++i) start.push_back(noise(size, i, 0));
  const auto distance_after_20 = [&](const std::string& json) {
    const auto result = synchronised(json, star(6, 1e9, 1e-4), Vector(size, 0.0F), 20, nothing);
    return largest_distance(mean(at_round(result, 19)), mean(start));
  };
  CHECK(distance_after_20(gossip("plain")) < 1e-6);
  CHECK(distance_after_20(gossip("d-psgd")) < 1e-6);
  CHECK(distance_after_20(gossip("naive", four_bits)) > 1e-3);
}

TEST_CASE("every exchange contracts disagreement by rho at least, and in the end by exactly that", "[algorithms]") {
  // A power iteration: beside the mean, the eigenvector of the largest |lambda| is what is left. The largest are
  // (1 + sqrt(2)) / 3 = 0.805 and then 1/3 for the ring of 8; 0.6, that is 1 - 0.4, and then 0.2 for the torus of 16,
  // both signs.
  constexpr std::size_t rounds = 18;
  const auto once = [](int rank, int round, FloatBuffer& model) {
    if (round == 0) random_progress(rank, 0, model);
  };
  for (const auto& [topology, workers, rho] :
       {std::tuple{"ring", 8, (1.0 + std::sqrt(2.0)) / 3.0}, {"torus", 16, 0.6}}) {
    INFO(topology);
    const auto json = gossip("plain", R"("none")", topology);
    CHECK(prepared(json, workers)->facts()["rho"].get<double>() == Approx(rho).epsilon(1e-5));
    const auto result = synchronised(json, star(workers, 1e9, 1e-4), Vector(32, 0.0F), rounds, once);
    std::vector<double> disagreement;
    for (std::size_t round = 0; round < rounds; ++round) {
      const auto models = at_round(result, round);
      const auto centre = mean(models);
      double sum = 0.0;
      for (const auto& model : models) {
        for (std::size_t k = 0; k < centre.size(); ++k) sum += std::pow(static_cast<double>(model[k]) - centre[k], 2);
      }
      disagreement.push_back(std::sqrt(sum));
    }
    // Models of about one are rounded by 2^-24, which at the end is 1e-3 of the disagreement over the torus.
    for (std::size_t round = 1; round < rounds; ++round)
      CHECK(disagreement[round] <= 1.001 * rho * disagreement[round - 1]);
    CHECK(disagreement[rounds - 1] == Approx(rho * disagreement[rounds - 2]).epsilon(2e-3));
  }
}

TEST_CASE("gossip over the complete graph averages like the all-reduce, to rounding", "[algorithms]") {
  for (const int workers : {1, 2, 7}) {
    const auto all_reduce =
        synchronised(R"({"name": "a", "paradigm": "all-reduce"})", star(workers, 1e9, 1e-4), Vector(30), 2);
    const auto complete =
        synchronised(gossip("plain", R"("none")", "complete"), star(workers, 1e9, 1e-4), Vector(30), 2);
    for (std::size_t i = 0; i < static_cast<std::size_t>(workers); ++i) {
      const auto& model = complete.models[i][1];
      const auto& expected = all_reduce.models[i][1];
      CHECK(largest_distance({model.begin(), model.end()}, {expected.begin(), expected.end()}) < 1e-6);
    }
  }
}

TEST_CASE("every worker sends its message to each neighbour: bytes by hand", "[algorithms]") {
  // Ring of 4, d = 100: two messages. Full precision 400 bytes; 4 bits in buckets of 32: 4 scales and 400 bits.
  const auto bytes = [](const std::string& json) {
    return synchronised(json, star(4, 1e9, 1e-4), Vector(100), 1).traffic;
  };
  for (const auto& worker : bytes(gossip("plain"))) CHECK(worker == Json({2 * 416, 2 * 416, 2}));
  for (const auto& worker : bytes(gossip("d-psgd"))) CHECK(worker == Json({2 * 416, 2 * 416, 2}));
  for (const auto& worker : bytes(gossip("difference", four_bits)))
    CHECK(worker == Json({2 * (16 + 50 + 16), 2 * (16 + 50 + 16), 2}));
}

TEST_CASE("gossip depends neither on the network nor on the number of threads", "[algorithms]") {
  for (const auto& json :
       {gossip("plain"), gossip("d-psgd"), gossip("naive", four_bits), gossip("difference", four_bits),
        gossip("extrapolation", four_bits), gossip("choco", four_bits), gossip("deep-squeeze", four_bits),
        gossip("moniqua", R"({"name": "modulo", "theta": 9})")}) {
    const Vector initial(130, 0.5F);
    const auto reference = synchronised(json, star(5, 1e9, 1e-4), initial, 4);
    SimulatedOptions options;
    options.threads = 3;
    options.compute.slowdown = {1.0, 90.0, 0.5, 2.0, 7.0};
    CHECK(synchronised(json, star(5, 1e5, 0.1), initial, 4, random_progress, options).models == reference.models);
  }
}

TEST_CASE("methods and codecs that do not go together are refused", "[algorithms]") {
  CHECK_THROWS_WITH(prepared(gossip("plain", four_bits), 4), Catch::Contains("/method") && Catch::Contains("naive"));
  CHECK_THROWS_WITH(prepared(gossip("d-psgd", four_bits), 4), Catch::Contains("difference"));
  CHECK(prepared(gossip("auto", four_bits), 4)->facts()["spectral_gap"].get<double>() == Approx(2.0 / 3.0));
}
