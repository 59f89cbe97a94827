// SPDX-License-Identifier: Apache-2.0
#include "sim/world/traffic.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("the traffic curve keeps few points, its ends and its order", "[world]") {
  TrafficCurve curve;
  CHECK(curve.points().size() == 1);
  std::uint64_t total = 0;
  for (int i = 0; i < 100'000; ++i) {
    curve.add(0.5 * (i / 2), 3);  // two messages at each instant
    total += 3;
  }
  CHECK(curve.total() == total);
  const auto points = curve.points();
  CHECK(points.size() <= 1025);
  CHECK(points.size() >= 500);
  CHECK(points.front().sim_time_s == 0.0);
  CHECK(points.back().sim_time_s == 0.5 * 49'999);
  CHECK(points.back().bytes == total);
  for (std::size_t i = 1; i < points.size(); ++i) {
    CHECK(points[i].sim_time_s > points[i - 1].sim_time_s);
    // At the instant 0.5 n, n + 1 pairs of messages of 3 bytes have been sent.
    CHECK(points[i].bytes == static_cast<std::uint64_t>(points[i].sim_time_s * 2 + 1) * 6);
  }
}

TEST_CASE("everything sent at time 0 is one point", "[world]") {
  TrafficCurve curve;
  curve.add(0.0, 10);
  curve.add(0.0, 5);
  REQUIRE(curve.points().size() == 1);
  CHECK(curve.points()[0].bytes == 15);
}

TEST_CASE("workers', peers' and links' ledgers agree: bytes on links = sum of wire bytes x hops", "[world]") {
  // On the dumbbell a message within a site crosses 2 links, one from site to site 3: known by hand, not from SimGrid.
  const auto hops = [](int from, int to) { return (from < 4) == (to < 4) ? 2U : 3U; };
  constexpr int rounds = 30;
  const auto found = simulated(
      shipped("dumbbell_8.xml", 8, "tcp"),
      [](Worker& worker, Json& json) {
        // Every worker sends messages of random sizes to random others, and tells how many each will get.
        Stream random = worker.random(Purpose::batches, 0);
        json = Json::array();
        for (int i = 0; i < rounds; ++i) {
          const int to = (worker.rank() + 1 + static_cast<int>(random.below(7))) % 8;
          const std::size_t bytes = random.below(5000);
          json.push_back({to, bytes});
          worker.send(to, 1, Message(std::make_shared<const std::vector<std::byte>>(bytes), bytes));
        }
        // What the others send follows from their streams.
        for (int from = 0; from < 8; ++from) {
          if (from == worker.rank()) continue;
          Stream theirs(1, Purpose::batches, static_cast<std::uint32_t>(from), 0);
          for (int i = 0; i < rounds; ++i) {
            const int to = (from + 1 + static_cast<int>(theirs.below(7))) % 8;
            static_cast<void>(theirs.below(5000));
            if (to == worker.rank()) static_cast<void>(worker.receive(from, 1));
          }
        }
      },
      [](const Simulation& simulation) {
        const Traffic traffic = simulation.traffic();
        Json json;
        for (const auto& worker : traffic.nodes)
          json["workers"].push_back({worker.bytes_sent, worker.bytes_received, worker.messages_sent});
        for (const auto& [pair, peer] : traffic.peers)
          json["peers"].push_back({pair.first, pair.second, peer.messages, peer.bytes});
        for (const auto& link : traffic.links) json["links"][link.name] = link.bytes;
        json["total"] = simulation.bytes_sent();
        json["payload"] = {traffic.payload_bytes, traffic.coordinates};
        return json;
      });

  std::map<std::pair<int, int>, std::uint64_t> sent;  // from what the workers say they sent
  std::uint64_t total = 0;
  std::uint64_t on_links = 0;
  for (int from = 0; from < 8; ++from) {
    std::uint64_t by_this = 0;
    for (const auto& message : found.workers[static_cast<std::size_t>(from)]) {
      const int to = message[0].get<int>();
      const auto wire = message[1].get<std::uint64_t>() + 16;
      sent[{from, to}] += wire;
      by_this += wire;
      on_links += wire * hops(from, to);
    }
    CHECK(found.all["workers"][static_cast<std::size_t>(from)][0] == by_this);
    CHECK(found.all["workers"][static_cast<std::size_t>(from)][2] == rounds);
    total += by_this;
  }
  CHECK(found.all["total"] == total);
  CHECK(found.all["payload"] == Json({total - 8 * rounds * 16, total - 8 * rounds * 16}));
  CHECK(found.all["peers"].size() == sent.size());
  std::vector<std::uint64_t> received(8, 0);
  for (const auto& peer : found.all["peers"]) {
    CHECK(peer[3] == sent[{peer[0].get<int>(), peer[1].get<int>()}]);
    received[peer[1].get<std::size_t>()] += peer[3].get<std::uint64_t>();
  }
  for (std::size_t i = 0; i < 8; ++i) CHECK(found.all["workers"][i][1] == received[i]);
  std::uint64_t on_all_links = 0;
  std::uint64_t eastward = 0;
  for (const auto& [name, bytes] : found.all["links"].items()) on_all_links += bytes.get<std::uint64_t>();
  for (const auto& [pair, bytes] : sent) eastward += pair.first < 4 && pair.second >= 4 ? bytes : 0;
  CHECK(on_all_links == on_links);
  CHECK(found.all["links"]["backbone_UP"] == eastward);
}
