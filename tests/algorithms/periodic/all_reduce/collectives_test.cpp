// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/algorithms/periodic/all_reduce/collectives/hierarchical.hpp"
#include "sim/engine/whereabouts_of.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

const std::vector<std::string> simple_collectives = {R"("ring")", R"("recursive-halving-doubling")", R"("tree")",
                                                     R"("direct")"};

/// An all-reduce by `collective`, with `more` keys.
std::string all_reduce(const std::string& collective, const std::string& more = "") {
  return R"({"name": "a", "paradigm": "all-reduce", "collective": )" + collective + more + "}";
}

/// A hierarchical collective of `workers` in sites of 1, 2, 3, ... as long as they last.
std::string hierarchical(int workers) {
  Json sites = Json::array();
  for (int next = 0, size = 1; next < workers; ++size) {
    Json site = Json::array();
    for (int i = 0; i < size && next < workers; ++i) site.push_back(next++);
    sites.push_back(site);
  }
  return Json({{"name", "hierarchical"}, {"sites", sites}}).dump();
}

std::vector<std::string> all_collectives(int workers) {
  auto all = simple_collectives;
  all.push_back(hierarchical(workers));
  all.emplace_back(R"("auto")");
  return all;
}

const std::string coded = R"(, "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}, )";

/// A run whose messages all are between the pairs that the algorithm has announced; another would fail.
Synchronised between_pairs(const std::string& json, int workers, std::size_t size, int rounds) {
  const PlatformSettings platform = star(workers, 1e9, 1e-4);
  SimulatedOptions options;
  options.pairs = prepared(json, platform, {{"x", {size}}})->pairs();
  return synchronised(json, platform, Vector(size, 0.0F), rounds, random_progress, options);
}

/// Rounds of 2000 floats on a star of 8 full-duplex links of 100 kB/s and 3 ms; computation takes no time.
double seconds_on_star(const std::string& collective, std::size_t size = 2000, int workers = 8) {
  return synchronised(all_reduce(collective), star(workers, 1e5, 0.003, 1e18), Vector(size), 1,
                      [](int, int, FloatBuffer&) {})
      .now;
}

constexpr double latency = 2 * 0.003;
double message(double bytes) { return latency + (bytes + 16) / 1e5; }

}  // namespace

TEST_CASE("every collective averages exactly, bitwise equal on all workers", "[algorithms][collectives]") {
  for (const int workers : {1, 2, 3, 5, 6, 7, 8}) {
    for (const auto& collective : all_collectives(workers)) {
      for (const std::size_t size : {std::size_t{1}, std::size_t{5}, std::size_t{1001}}) {  // also M > d
        INFO(collective << ", " << workers << " workers, " << size << " coordinates");
        const auto result = between_pairs(all_reduce(collective), workers, size, 1);
        std::vector<Vector> contributions;
        for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
        const auto expected = mean(contributions);
        for (const auto& models : result.models) CHECK(models[0] == result.models[0][0]);
        double error = 0.0;
        for (std::size_t k = 0; k < size; ++k) {
          error = std::max(error, std::abs(static_cast<double>(result.models[0][0][k]) - expected[k]));
        }
        CHECK(error < 1e-6);  // a few roundings of numbers about 1
      }
    }
  }
}

TEST_CASE("every way to add compressed differences goes with every collective", "[algorithms][collectives]") {
  for (const int workers : {1, 3, 6}) {
    for (const auto& collective : all_collectives(workers)) {
      for (const std::string quantization : {"per-hop", "shared-scale", "all-gather"}) {
        INFO(collective << ", " << quantization << ", " << workers << " workers");
        const std::string json = all_reduce(collective, coded + R"("quantization": ")" + quantization + "\"");
        const auto result = between_pairs(json, workers, 1003, 2);
        std::vector<Vector> contributions;
        for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(1003, rank, 0));
        const auto expected = mean(contributions);
        double error = 0.0;
        double norm = 0.0;
        for (std::size_t k = 0; k < expected.size(); ++k) {
          error += std::pow(static_cast<double>(result.models[0][0][k]) - expected[k], 2);
          norm += expected[k] * expected[k];
        }
        for (const auto& models : result.models) CHECK(models == result.models[0]);
        CHECK((error > 0.0) == (workers > 1));  // a worker alone codes nothing
        CHECK(error < 0.3 * norm);  // 7 levels on buckets of 64: a relative variance of about 0.02 per rounding
      }
    }
  }
}

TEST_CASE("the low-rank average is the same mean by every collective", "[algorithms][collectives]") {
  const Layout layout = {{"weight", {20, 10}}, {"bias", {7}}};
  const auto average = [&](const std::string& collective) {
    const std::string json = all_reduce(collective, R"(, "compression": {"name": "low-rank", "rank": 2})");
    return synchronised(json, star(6, 1e9, 1e-4), Vector(207, 0.0F), 3, random_progress, {}, layout).models;
  };
  const auto ring = average(R"("ring")");
  for (const auto& collective : all_collectives(6)) {
    const auto other = average(collective);
    for (const auto& models : other) CHECK(models == other[0]);
    double difference = 0.0;
    for (std::size_t k = 0; k < 207; ++k) {
      difference = std::max(difference, std::abs(static_cast<double>(other[0][2][k] - ring[0][2][k])));
    }
    CHECK(difference < 1e-4);  // sums in another order, through an orthonormalisation
  }
}

TEST_CASE("direct takes two latencies and 2 (M - 1) chunks", "[algorithms][collectives]") {
  // Chunks of 250 floats; every link carries 7 of them at a time.
  CHECK(seconds_on_star(R"("direct")") == Approx(2 * (latency + 7 * 1016 / 1e5)).epsilon(1e-6));
}

TEST_CASE("a tree takes log2 M whole vectors up and as many down, and receipts between", "[algorithms][collectives]") {
  // The two receipts that worker 0 waits for share a link with what their senders pass on: 16 bytes take twice as long.
  CHECK(seconds_on_star(R"("tree")") == Approx(6 * message(8000) + 2 * message(16)).epsilon(1e-6));
}

TEST_CASE("recursive halving and doubling take 2 log2 M exchanges of halves", "[algorithms][collectives]") {
  // Halves of 4000, 2000, 1000 bytes; and back, bundles of 1, 2, 4 chunks with 4 bytes for the length of each.
  const double halving = message(4000) + message(2000) + message(1000);
  const double doubling = message(1000 + 4) + message(2000 + 2 * 4) + message(4000 + 4 * 4);
  CHECK(seconds_on_star(R"("recursive-halving-doubling")") == Approx(halving + doubling).epsilon(1e-6));
}

TEST_CASE("hierarchical takes chunks of the smallest site inside, and a ring of sites across",
          "[algorithms][collectives]") {
  // Two sites of 4: owners get 3 chunks of 2000 bytes, exchange halves of their own in 2 hops, send 3 bundles of 2.
  const std::string sites = R"({"name": "hierarchical", "sites": [[0, 1, 2, 3], [4, 5, 6, 7]]})";
  const double inwards = latency + 3 * 2016 / 1e5;
  const double outwards = latency + 3 * (2000 + 2 * 4 + 16) / 1e5;
  CHECK(seconds_on_star(sites) == Approx(inwards + 2 * message(1000) + outwards).epsilon(1e-6));
}

TEST_CASE("sites are the zones of the platform, or those that are listed", "[algorithms][collectives]") {
  const auto platform = inspect_platform(shipped("dumbbell_8.xml", 8), {});
  CHECK(sites_by_zone(whereabouts_of(platform)) == std::vector<std::vector<int>>{{0, 1, 2, 3}, {4, 5, 6, 7}});
  const auto listed = synchronised(all_reduce(R"({"name": "hierarchical", "sites": [[4, 5, 6, 7], [0, 1, 2, 3]]})"),
                                   shipped("dumbbell_8.xml", 8), Vector(100), 1);
  const auto by_zone = synchronised(all_reduce(R"("hierarchical")"), shipped("dumbbell_8.xml", 8), Vector(100), 1);
  CHECK(listed.now == Approx(by_zone.now).epsilon(1e-6));
  const auto one_zone = [] { return synchronised(all_reduce(R"("hierarchical")"), star(4, 1e6, 1e-3), Vector(9), 1); };
  CHECK_THROWS_WITH(one_zone(), "test: /collective: all workers are in one zone of the platform: list the \"sites\"");
}

TEST_CASE("sites that are not a partition of the workers are refused with their place", "[algorithms][collectives]") {
  const auto error = [](const std::string& sites) {
    try {
      static_cast<void>(prepared(all_reduce(R"({"name": "hierarchical", "sites": )" + sites + "}"), 3));
    } catch (const UsageError& refused) {
      return std::string(refused.what());
    }
    return std::string();
  };
  CHECK(error("[[0], [1]]") == "test: /collective/sites: expected every worker from 0 to 2 once");
  CHECK(error("[[0, 1], [1, 2]]") == "test: /collective/sites: expected every worker from 0 to 2 once");
  CHECK(error("[[0, 1], []]") == "test: /collective/sites/1: expected a list of workers, found []");
  CHECK(error("[[0, -1], [2]]") == "test: /collective/sites/0/1: expected a worker, an integer at least 0, found -1");
  CHECK(error("3") == "test: /collective/sites: expected a list of lists of workers, found 3");
}

TEST_CASE("two-phase needs owners of chunks", "[algorithms][collectives]") {
  CHECK_THROWS_WITH(prepared(all_reduce(R"("ring")", coded + R"("quantization": "two-phase")"), 3),
                    Catch::Contains("/quantization") && Catch::Contains("\"collective\": \"direct\""));
}
