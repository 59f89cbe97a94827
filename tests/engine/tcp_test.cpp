// SPDX-License-Identifier: Apache-2.0
// What the preset tcp adds to a fluid: frames that are forwarded, acknowledgements, and windows that grow. Each time is
// by hand, over SimGrid's flows and on private lines.
#include <catch2/catch.hpp>

#include <vector>

#include "sim/engine/simulation.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double frame = 1538.0;
constexpr double share = 1448.0 / 1583.0;

Message of_wire_bytes(std::size_t bytes) {
  return {std::make_shared<const std::vector<std::byte>>(bytes - message_header_bytes), bytes};
}

struct Sent {
  double time_s;
  std::size_t bytes;
};

/// When worker `to` has each of these messages of worker 0, in order; `is_private`: the engine is told who sends.
std::vector<double> arrivals(const PlatformSettings& platform, int to, const std::vector<Sent>& messages,
                             bool is_private, Tag tag = 1) {
  const auto program = [&](Worker& worker, Json& json) {
    for (const auto& [time_s, bytes] : messages) {
      if (worker.rank() == 0) {
        worker.sleep_until(time_s);
        worker.send(to, tag, of_wire_bytes(bytes));
      } else if (worker.rank() == to) {
        static_cast<void>(worker.receive(0, tag));
        json.push_back(worker.now());
      }
    }
  };
  SimulatedOptions options;
  if (is_private) options.pairs = {{0, to}};
  return simulated(platform, program, nullptr, options)
      .workers[static_cast<std::size_t>(to)]
      .get<std::vector<double>>();
}

}  // namespace

TEST_CASE("over two links: a fresh connection, a warm one, and one that was idle", "[tcp]") {
  // 1 MB/s and 25 ms on each link. To the first acknowledgement: both latencies there and back, two frames, and one
  // that is forwarded.
  constexpr double bandwidth = 1e6;
  constexpr double rate = bandwidth * share;
  constexpr double latency = 0.05 + frame / bandwidth;
  constexpr double round_trip = 2 * 0.05 + 3 * frame / bandwidth;
  const auto platform = star(2, bandwidth, 0.025, 1e9, "tcp");
  for (const bool is_private : {false, true}) {
    for (const Tag tag : {Tag{1}, inbox_bit | 1}) {
      INFO((is_private ? "private line, tag " : "SimGrid, tag ") << tag);
      const auto times =
          arrivals(platform, 1, {{0.0, 100'000}, {0.5, 100'000}, {1.5, 100'000}, {9.0, 1000}}, is_private, tag);
      REQUIRE(times.size() == 4);
      // 14,480 bytes, 28,960 a round trip later, and the rest.
      CHECK(times[0] == Approx(2 * round_trip + latency + 56'560 / rate).epsilon(1e-6));
      // All is acknowledged, and the window 114,480.
      CHECK(times[1] == Approx(0.5 + latency + 100'000 / rate).epsilon(1e-6));
      // Sent until 0.609; the timeout is 0.2 s, a round trip, and 0.109 s for the last round: 0.414 s, twice. Meanwhile
      // the window had grown to 200,000, twice what was under way; so it is 50,000.
      CHECK(times[2] == Approx(1.5 + round_trip + latency + 50'000 / rate).epsilon(1e-6));
      // A message in one frame costs that frame's time on the way.
      CHECK(times[3] == Approx(9.0 + 0.05 + 1090 / bandwidth + 1000 / rate).epsilon(1e-6));
    }
  }
}

TEST_CASE("over three links: frames are forwarded twice", "[tcp]") {
  // dumbbell_8: ports of 125 MB/s, a backbone of 25 MB/s; 50 us + 5 ms + 50 us.
  constexpr double rate = 25e6 * share;
  constexpr double latency = 0.0051 + 2 * frame / 125e6;
  constexpr double round_trip = 2 * 0.0051 + 2 * frame / 25e6 + 2 * frame / 125e6;
  const auto platform = shipped("dumbbell_8.xml", 8, "tcp");
  for (const bool is_private : {false, true}) {
    const auto times = arrivals(platform, 4, {{0.0, 40'000}, {0.1, 40'000}, {2.0, 40'000}, {3.0, 16}}, is_private);
    REQUIRE(times.size() == 4);
    CHECK(times[0] == Approx(round_trip + latency + 25'520 / rate).epsilon(1e-6));
    CHECK(times[1] == Approx(0.1 + latency + 40'000 / rate).epsilon(1e-6));
    CHECK(times[2] == Approx(2.0 + round_trip + latency + 25'520 / rate).epsilon(1e-6));
    CHECK(times[3] == Approx(3.0 + 0.0051 + 2 * 106 / 125e6 + 16 / rate).epsilon(1e-6));
  }
}

TEST_CASE("the rounds of two connections share a link", "[tcp]") {
  // As before, of two pairs at a time: their second rounds of 25,520 bytes share the backbone.
  constexpr double rate = 25e6 * share;
  constexpr double latency = 0.0051 + 2 * frame / 125e6;
  constexpr double round_trip = 2 * 0.0051 + 2 * frame / 25e6 + 2 * frame / 125e6;
  const auto found = simulated(shipped("dumbbell_8.xml", 8, "tcp"), [](Worker& worker, Json& json) {
    if (worker.rank() < 2) worker.send(worker.rank() + 4, 0, of_wire_bytes(40'000));
    if (worker.rank() != 4 && worker.rank() != 5) return;
    static_cast<void>(worker.receive(worker.rank() - 4, 0));
    json = worker.now();
  });
  for (const std::size_t i : {4U, 5U}) {
    CHECK(found.workers[i].get<double>() == Approx(round_trip + latency + 2 * 25'520 / rate).epsilon(1e-6));
  }
}

TEST_CASE("a connection is one for all tags, and messages of each stay in order", "[tcp]") {
  // 10 messages of 8 kB, of two tags in turn: the third has no room in the window of 14,480, the second little.
  const auto platform = star(2, 1e6, 0.025, 1e9, "tcp");
  const auto program = [](Worker& worker, Json& json) {
    for (std::size_t i = 0; i < 10; ++i) {
      if (worker.rank() == 0) {
        worker.send(1, i % 2, of_wire_bytes(8000 + i));
      } else {
        json.push_back(worker.receive(0, i % 2).wire_bytes());
        json.push_back(worker.now());
      }
    }
  };
  SimulatedOptions options;
  const auto by_simgrid = simulated(platform, program, nullptr, options).workers[1];
  options.pairs = {{0, 1}};
  const auto on_line = simulated(platform, program, nullptr, options).workers[1];
  REQUIRE(by_simgrid.size() == 20);
  double before = 0.0;
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(by_simgrid[2 * i] == 8000 + i);
    const double time = by_simgrid[2 * i + 1];
    CHECK(time >= before);
    CHECK(on_line[2 * i + 1].get<double>() == Approx(time).epsilon(1e-9));
    before = time;
  }
  // One message of all bytes would have left in rounds of 14,480 and 28,960, and the rest. These are no faster, and
  // slower at most by the time in which the acknowledgements of the first round come in.
  const double as_one = 2 * (0.1 + 3 * 0.001538) + 0.05 + 0.001538 + (80'045 - 43'440) / (1e6 * share);
  CHECK(before >= as_one);
  CHECK(before < as_one + 14'480 / (1e6 * share));
}

TEST_CASE("settings of TCP, one by one", "[tcp]") {
  auto platform = star(2, 1e6, 0.025, 1e9, "tcp");
  const auto first = [&](std::size_t bytes) { return arrivals(platform, 1, {{0.0, bytes}}, true).front(); };
  platform.network.tcp.initial_window.reset();
  CHECK(first(100'000) == Approx(0.05 + 0.001538 + 0.1 / share).epsilon(1e-9));
  platform.network.tcp.store_and_forward = false;
  CHECK(first(100'000) == Approx(0.05 + 0.1 / share).epsilon(1e-9));
  platform.network.tcp.receive_offload = true;
  CHECK(first(100'000) == Approx(0.05 + 0.1 * 1538 / 1448).epsilon(1e-9));
  platform.network.tcp.initial_window = 20.0;
  CHECK(first(28'960) == Approx(0.05 + 0.02896 * 1538 / 1448).epsilon(1e-9));
  // To the first acknowledgement of these: 0.1 s and two frames.
  CHECK(first(30'000) == Approx(0.1 + 2 * 0.001538 + 0.05 + 0.00104 * 1538 / 1448).epsilon(1e-9));
}

TEST_CASE("links without latency forward frames too, and nobody pays what stands in for none", "[tcp]") {
  const auto platform = star(2, 1e6, 0.0, 1e9, "tcp");
  for (const bool is_private : {false, true}) {
    CHECK(arrivals(platform, 1, {{0.0, 100'000}}, is_private).front() == Approx(0.001538 + 0.1 / share).epsilon(1e-9));
  }
  CHECK(inspect_platform(platform, {{0, 1}}).routes[0].latency_s == 0.0);
}
