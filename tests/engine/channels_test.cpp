// SPDX-License-Identifier: Apache-2.0
// How messages pass between workers, by each of the three ways in which the engine moves them: the times must be those
// of SimGrid, and the order that of sending.
#include "sim/engine/channels.hpp"

#include <catch2/catch.hpp>

#include <fstream>

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
      {"tcp", 0.02, {}, {}},  // 37 kB fit into a round trip: windows grow, and shrink when nothing is sent
      {"tcp", 0.3, {}, 30000.0},
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
    for (const auto& worker : simulation.traffic().nodes) all.push_back(worker.bytes_received);
    return all;
  });
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(found.workers[i].get<double>() == Approx(0.4).epsilon(1e-9));
    CHECK(found.all[i] == each * 1000);
  }
}

// Inboxes, each on both kinds of connection: by SimGrid, and on private lines.
namespace {

constexpr Tag requests = inbox_bit | 7;

/// The same on both kinds: without and with the pairs that send.
template <class Program>
std::vector<Findings> on_both(const PlatformSettings& platform, const Pairs& pairs, const Program& program) {
  SimulatedOptions options;
  options.pairs = pairs;
  return {simulated(platform, program), simulated(platform, program, nullptr, options)};
}

void send_zeros(Worker& worker, int to, std::size_t wire_bytes) {
  worker.send(to, requests, zeros(wire_bytes - message_header_bytes));
}

}  // namespace

TEST_CASE("receive_any waits for what is not sent yet", "[channels]") {
  // Worker 2 asks at 0. Worker 0 sends 1 kB at 1 s, worker 1 at 2 s; to each other's 1 ms at 1 MB/s nothing is added.
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() < 2) {
      worker.compute(1e9 * (worker.rank() + 1), [] {});
      return send_zeros(worker, 2, 1000);
    }
    for (int i = 0; i < 2; ++i) {
      const int from = worker.receive_any(requests).first;
      json.push_back({from, worker.now()});
    }
  };
  for (const auto& found : on_both(star(3, 1e6, 0.0), {{0, 2}, {1, 2}}, program)) {
    CHECK(found.workers[2][0][0] == 0);
    CHECK(found.workers[2][0][1].get<double>() == Approx(1.001));
    CHECK(found.workers[2][1][0] == 1);
    CHECK(found.workers[2][1][1].get<double>() == Approx(2.001));
  }
}

TEST_CASE("what arrives at one instant is taken by ascending sender, before what an answer brings", "[channels]") {
  // Workers 1, 2, 3 send 1 kB at 0, at 100 TB/s: all arrive within the clock's resolution of 1 ns. Worker 0 answers
  // the first at once, and that one writes again, at the same instant still: it comes after the others.
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      for (int i = 0; i < 4; ++i) {
        const int from = worker.receive_any(requests).first;
        if (i == 0) worker.send(from, 3, Message::without_content(0, 0));
        json.push_back(from);
      }
      return;
    }
    send_zeros(worker, 0, 1000);
    if (worker.rank() > 1) return;
    static_cast<void>(worker.receive(0, 3));
    send_zeros(worker, 0, message_header_bytes);
  };
  for (const auto& found : on_both(star(4, 1e14, 0.0), {{1, 0}, {2, 0}, {3, 0}, {0, 1}}, program)) {
    CHECK(found.workers[0] == Json({1, 2, 3, 1}));
  }
}

TEST_CASE("messages of one sender are received in the order they were sent", "[channels]") {
  // At 1 MB/s worker 1 sends 9 kB and 1 kB at 0: together under way, the short one is through after 2 ms, the long one
  // after 10 ms, and in order both are there at 10 ms.
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 1) {
      send_zeros(worker, 0, 9000);
      return send_zeros(worker, 0, 1000);
    }
    if (worker.rank() == 0) {
      for (int i = 0; i < 2; ++i) {
        const auto [from, message] = worker.receive_any(requests);
        json.push_back({message.wire_bytes(), worker.now()});
      }
    }
  };
  for (const auto& found : on_both(star(3, 1e6, 0.0), {{1, 0}}, program)) {
    CHECK(found.workers[0][0][0] == 9000);
    CHECK(found.workers[0][0][1].get<double>() == Approx(0.010));
    CHECK(found.workers[0][1][0] == 1000);
    CHECK(found.workers[0][1][1].get<double>() == Approx(0.010));
  }
}

TEST_CASE("a deadline ends the wait for a message, and none is lost", "[channels]") {
  // 10 kB take 10 ms. A poll at 0 and a wait until 4 ms find nothing; one until 12 ms finds it at 10 ms.
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 1) return send_zeros(worker, 0, 10'000);
    const auto note = [&](bool is_there) { json.push_back({is_there, worker.now()}); };
    note(worker.receive_until(1, requests, worker.now()).has_value());
    note(worker.receive_until(1, requests, 0.004).has_value());
    note(worker.receive_until(1, requests, 0.012).has_value());
    note(worker.receive_until(1, requests, 0.015).has_value());  // there is no other
    worker.sleep_until(0.020);
    worker.sleep_until(0.001);  // which is over
    note(worker.receive_until(1, requests, 0.010).has_value());
  };
  for (const auto& found : on_both(star(2, 1e6, 0.0), {{1, 0}}, program)) {
    const std::vector<std::pair<bool, double>> expected = {
        {false, 0.0}, {false, 0.004}, {true, 0.010}, {false, 0.015}, {false, 0.020}};
    REQUIRE(found.workers[0].size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(found.workers[0][i][0] == expected[i].first);
      CHECK(found.workers[0][i][1].get<double>() == Approx(expected[i].second));
    }
  }
}

TEST_CASE("a message that comes at the deadline has come", "[channels]") {
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 1) return send_zeros(worker, 0, 10'000);
    json = worker.receive_any_until(requests, 0.010).has_value();
  };
  for (const auto& found : on_both(star(2, 1e6, 0.0), {{1, 0}}, program)) CHECK(found.workers[0] == true);
}

TEST_CASE("an inbox is received from in one way, and other tags by name alone", "[channels]") {
  const auto failing = [](const std::function<void(Worker&)>& receive, const std::string& reason) {
    const auto program = [&](Worker& worker, Json& /*json*/) {
      if (worker.rank() == 1) return send_zeros(worker, 0, 100);
      receive(worker);
    };
    CHECK_THROWS_WITH(simulated(star(2, 1e6, 0.0), program), Catch::Contains(reason));
  };
  failing(
      [](Worker& worker) {
        static_cast<void>(worker.receive_any(requests));
        static_cast<void>(worker.receive(1, requests));
      },
      "both by name and from anybody");
  failing([](Worker& worker) { static_cast<void>(worker.receive_any(3)); }, "no inbox");
  failing([](Worker& worker) { static_cast<void>(worker.receive_until(1, 3, 1.0)); }, "no inbox");
}

TEST_CASE("an inbox gives the same on private lines and by SimGrid", "[channels]") {
  // Bursts of many sizes, into an inbox that is looked at now and then only.
  constexpr int each = 60;
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 1) {
      for (std::uint32_t i = 0; i < each; ++i) {
        Stream sizes(9, Purpose::data, 1, i, 0);
        if (i % 3 == 0) worker.compute(1e5 * static_cast<double>(sizes.below(60)), [] {});
        send_zeros(worker, 0, message_header_bytes + sizes.below(3000));
      }
      return;
    }
    for (int i = 0; i < each; ++i) {
      if (i % 20 == 19) worker.compute(2e7, [] {});
      const auto message = worker.receive_any(requests).second;
      json.push_back({message.wire_bytes(), worker.now()});
    }
  };
  const auto found = on_both(star(2, 1e6, 0.001), {{1, 0}}, program);
  REQUIRE(found[0].workers[0].size() == each);
  for (std::size_t i = 0; i < each; ++i) {
    CHECK(found[1].workers[0][i][0] == found[0].workers[0][i][0]);
    CHECK(found[1].workers[0][i][1].get<double>() == Approx(found[0].workers[0][i][1].get<double>()).epsilon(1e-9));
  }
}

TEST_CASE("tags as wide as there are do not collide", "[channels]") {
  const auto program = [](Worker& worker, Json& json) {
    constexpr Tag wide = 0x10000 + 1;
    if (worker.rank() == 1) {
      worker.send(0, wide, zeros(20));
      return worker.send(0, 1, zeros(10));
    }
    json.push_back(worker.receive(1, 1).payload_bytes());
    json.push_back(worker.receive(1, wide).payload_bytes());
  };
  for (const auto& found : on_both(star(2, 1e6, 0.0), {{1, 0}}, program)) CHECK(found.workers[0] == Json({10, 20}));
}

TEST_CASE("what an inbox has not looked at yet is filed in order, however it came", "[channels]") {
  // On links of their own, 1 MB/s: worker 1 sends 9 kB and 1 kB at 0, of which the short one overtakes, but waits:
  // both are there at 10 ms. Worker 2 sends 5 kB, there at 5 ms. Worker 1 sends again at 20 ms, after all has arrived.
  // Worker 0 looks after a second.
  constexpr auto mesh = R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <zone id="z" routing="Full">
    <host id="a" speed="1Gf"/><host id="b" speed="1Gf"/><host id="c" speed="1Gf"/>
    <link id="ba" bandwidth="1MBps" latency="0"/><link id="ca" bandwidth="1MBps" latency="0"/>
    <route src="b" dst="a" symmetrical="NO"><link_ctn id="ba"/></route>
    <route src="c" dst="a" symmetrical="NO"><link_ctn id="ca"/></route>
  </zone>
</platform>
)";
  auto platform = star(3, 1e6, 0.0);
  const auto file = scratch_folder() / "mesh.xml";
  std::ofstream(file) << mesh;
  platform.file = file.string();
  const auto program = [](Worker& worker, Json& json) {
    if (worker.rank() == 2) return send_zeros(worker, 0, 5000);
    if (worker.rank() == 1) {
      send_zeros(worker, 0, 9000);
      send_zeros(worker, 0, 1000);
      worker.sleep_until(0.020);
      return send_zeros(worker, 0, 2000);
    }
    worker.compute(1e9, [] {});
    for (int i = 0; i < 4; ++i) {
      const auto [from, message] = worker.receive_any(requests);
      json.push_back({from, message.wire_bytes()});
    }
  };
  for (const auto& found : on_both(platform, {{1, 0}, {2, 0}}, program)) {
    CHECK(found.workers[0] == Json::parse("[[2, 5000], [1, 9000], [1, 1000], [1, 2000]]"));
  }
}
