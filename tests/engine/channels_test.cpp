// How messages pass between workers, by each of the three ways in which the engine moves them: the times must be those
// of SimGrid, and the order that of sending.
#include "sim/engine/channels.hpp"

#include <catch2/catch.hpp>

#include "sim/engine/simulation.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

using Pairs = std::vector<std::pair<int, int>>;

Message zeros(std::size_t bytes) { return {std::make_shared<const std::vector<std::byte>>(bytes), bytes}; }

Pairs around(int workers) {
  Pairs pairs;
  for (int i = 0; i < workers; ++i) pairs.emplace_back(i, (i + 1) % workers);
  return pairs;
}

/// Messages of many sizes around a ring, two tags, bursts of up to three, computations of unequal length between them:
/// what overlaps on one connection differs from worker to worker. Leaves the time of every reception.
void uneven_ring(Worker& worker, Json& json) {
  const int next = (worker.rank() + 1) % worker.size();
  const int previous = (worker.rank() + worker.size() - 1) % worker.size();
  for (std::uint32_t round = 0; round < 30; ++round) {
    for (std::uint32_t burst = 0; burst <= round % 3; ++burst) {
      Stream sizes(7, Purpose::data, static_cast<std::uint32_t>(worker.rank()), round, burst);
      worker.compute(1e5 * static_cast<double>(sizes.below(40)), [] {});
      worker.send(next, burst % 2, zeros(sizes.below(40000)));
    }
    for (std::uint32_t burst = 0; burst <= round % 3; ++burst) {
      static_cast<void>(worker.receive(previous, burst % 2));
      json.push_back(worker.now());
    }
  }
}

std::vector<Json> times(const PlatformSettings& platform, const Pairs& pairs) {
  SimulatedOptions options;
  options.pairs = pairs;
  return simulated(platform, uneven_ring, nullptr, options).workers;
}

}  // namespace

TEST_CASE("private lines give the times of SimGrid", "[channels]") {
  struct Setting {
    const char* preset;
    double latency_s;
    std::map<std::string, std::string> refinements;
    std::optional<double> window;
  };
  const std::vector<Setting> settings = {
      {"ideal", 0.002, {}, {}},
      {"ideal", 0.0, {}, {}},
      {"tcp", 0.0005, {}, {}},
      {"tcp", 0.05, {{"network/latency-factor", "1.7"}, {"network/bandwidth-factor", "0.8"}}, {}},
      {"ideal", 0.01, {}, 20000.0},  // a message alone gets half the bandwidth: two links, 40 ms there and back
      {"tcp", 0.01, {{"network/latency-factor", "2"}}, 30000.0},
      {"ideal", 0.003, {{"network/weight-S", "20537"}}, {}},
      {"lv08", 0.0005, {}, {}},  // cross traffic: no private lines, and so trivially the same
  };
  constexpr int workers = 6;
  for (const auto& setting : settings) {
    INFO(setting.preset << ", " << setting.latency_s << " s, " << Json(setting.refinements).dump());
    auto platform = star(workers, 1e6, setting.latency_s, 1e9, setting.preset);
    platform.network.refinements = setting.refinements;
    platform.network.window = setting.window;
    const auto simgrid = times(platform, {});
    const auto ours = times(platform, around(workers));
    for (std::size_t i = 0; i < simgrid.size(); ++i) {
      REQUIRE(ours[i].size() == simgrid[i].size());
      for (std::size_t k = 0; k < simgrid[i].size(); ++k) {
        CHECK(ours[i][k].get<double>() == Approx(simgrid[i][k].get<double>()).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("pairs that share a link have no private line", "[channels]") {
  // Two flows across the backbone of 25 MB/s (dumbbell_8): 25 MB each take 2 s, announced or not.
  const auto cross = [](Worker& worker, Json& json) {
    if (worker.rank() < 2) worker.send(worker.rank() + 4, 0, zeros(25'000'000 - message_header_bytes));
    if (worker.rank() == 4 || worker.rank() == 5) {
      static_cast<void>(worker.receive(worker.rank() - 4, 0));
      json = worker.now();
    }
  };
  SimulatedOptions options;
  options.pairs = {{0, 4}, {1, 5}};
  const auto found = simulated(shipped("dumbbell_8.xml", 8), cross, nullptr, options);
  CHECK(found.workers[4].get<double>() == Approx(0.0051 + 2.0).epsilon(1e-6));
}

TEST_CASE("a message between workers that were not announced is an error", "[channels]") {
  SimulatedOptions options;
  options.pairs = around(3);
  const auto program = [](Worker& worker, Json& /*json*/) {
    if (worker.rank() == 0) worker.send(2, 0, zeros(1));
  };
  CHECK_THROWS_WITH(simulated(star(3, 1e6, 0.0), program, nullptr, options), Catch::Contains("not announced"));
}

TEST_CASE("more messages than SimGrid carries well at once pass all the same", "[channels]") {
  // Worker 0 sends 400 messages of 1 kB at once, the others take 100 each, in order. Its port of 1 MB/s is shared by
  // all of them, so that all arrive when all bytes are through: 400 ms. The last ones are on their way when it is done.
  constexpr int each = 100;
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      for (int i = 0; i < each; ++i) {
        for (int to = 1; to < worker.size(); ++to) worker.send(to, 0, zeros(1000 - message_header_bytes));
      }
      return;
    }
    for (int i = 0; i < each; ++i) static_cast<void>(worker.receive(0, 0));
    json = worker.now();
  };
  const auto found = simulated(star(5, 1e6, 0.0), program, [](const Simulation& simulation) {
    Json all;
    for (const auto& worker : simulation.traffic().workers) all.push_back(worker.bytes_received);
    return all;
  });
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(found.workers[i].get<double>() == Approx(0.4).epsilon(1e-9));
    CHECK(found.all[i] == each * 1000);
  }
}

TEST_CASE("receive_any waits for what is not sent yet, on every kind of connection", "[channels]") {
  // Worker 2 asks at 0. Worker 0 sends 1 kB at 1 s, worker 1 at 2 s; to each other's 1 ms at 1 MB/s nothing is added.
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() < 2) {
      worker.compute(1e9 * (worker.rank() + 1), [] {});
      worker.send(2, 0, zeros(1000 - message_header_bytes));
      return;
    }
    for (int i = 0; i < 2; ++i) {
      const int from = worker.receive_any(0).first;
      json.push_back({from, worker.now()});
    }
  };
  for (const Pairs& pairs : {Pairs{}, Pairs{{0, 2}, {1, 2}}}) {
    SimulatedOptions options;
    options.pairs = pairs;
    const auto found = simulated(star(3, 1e6, 0.0), program, nullptr, options);
    CHECK(found.workers[2][0][0] == 0);
    CHECK(found.workers[2][0][1].get<double>() == Approx(1.001));
    CHECK(found.workers[2][1][0] == 1);
    CHECK(found.workers[2][1][1].get<double>() == Approx(2.001));
  }
}
