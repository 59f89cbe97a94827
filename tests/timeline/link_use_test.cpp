// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/link_use.hpp"

#include <catch2/catch.hpp>

#include <numeric>

#include "sim/timeline/node_time.hpp"
#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// Two nodes, and messages that cross both links: 300 bytes from 1 to 4 s, 100 bytes from 2 to 6 s.
Timeline two_messages() {
  return across_two_links({{.to = 1, .bytes = 300, .departed_s = 1.0, .arrived_s = 4.0, .taken_s = 7.0},
                           {.to = 1, .bytes = 100, .departed_s = 2.0, .arrived_s = 6.0, .taken_s = 7.0},
                           {.to = 1, .bytes = 999, .departed_s = 9.0}});
}

}  // namespace

TEST_CASE("links are used while messages are under way, wherever", "[timeline]") {
  const auto use = link_use(two_messages());
  REQUIRE(use.size() == 3);
  CHECK(use[0].bytes == 400);
  CHECK(use[0].flowing_s == 5.0);  // from 1 to 6 s
  CHECK(use[0].utilisation == Approx(0.8));
  CHECK(use[1].utilisation == Approx(0.08));
  CHECK(use[2].bytes == 0);
  CHECK(use[2].utilisation == 0.0);
}

TEST_CASE("a message's bytes count evenly between departure and arrival", "[timeline]") {
  // 100 bytes a second from 1 to 4 s, 25 from 2 to 6 s.
  const Timeline timeline = two_messages();
  const auto series = traffic_series(timeline, 5);
  CHECK(series.bin_s == 2.0);
  const std::vector<double> expected = {100.0, 250.0, 50.0, 0.0, 0.0};
  for (std::size_t bin = 0; bin < expected.size(); ++bin) {
    CHECK(series.links[0][bin] == Approx(expected[bin]).margin(1e-9));
    CHECK(series.links[1][bin] == Approx(expected[bin]).margin(1e-9));
    CHECK(series.utilisation(timeline, 0, bin) == Approx(expected[bin] / 200.0).margin(1e-9));
  }
  CHECK(series.links[2].empty());
  CHECK(series.utilisation(timeline, 2, 0) == 0.0);
  // In a part of the time are the bytes of that part.
  const auto part = traffic_series(between(timeline, 3.0, 5.0), 1);
  CHECK(part.links[0].front() == Approx(150.0));
}

TEST_CASE("a message that takes no time counts where it departs", "[timeline]") {
  Timeline timeline = two_messages();
  timeline.messages = {{.to = 1, .bytes = 7, .departed_s = 4.0, .arrived_s = 4.0, .taken_s = 4.0},
                       {.to = 1, .bytes = 5, .departed_s = 10.0, .arrived_s = 10.0, .taken_s = 10.0}};
  CHECK(traffic_series(timeline, 5).links[0] == std::vector<double>{0.0, 0.0, 7.0, 0.0, 5.0});
}

TEST_CASE("utilisation and the time of nodes of a ring", "[timeline]") {
  // 10 rounds of 5 ms of steps and 6 hops, of 2 ms and 1000 bytes at 1 MB/s: each up- and downlink is a third used
  // while messages flow; a worker computes 50 of 230 ms.
  const Timeline timeline = recorded(star(4, 1e6, 0.001), [](Worker& worker) {
    for (int round = 0; round < 10; ++round) {
      worker.compute_steps(5e6, 1, [](std::size_t /*step*/) {});
      for (int hop = 0; hop < 6; ++hop) {
        worker.send((worker.rank() + 1) % 4, 1, message_of(1000));
        static_cast<void>(worker.receive((worker.rank() + 3) % 4, 1));
      }
    }
  });
  std::size_t used = 0;
  for (const auto& link : link_use(timeline)) {
    if (link.bytes == 0) continue;
    ++used;
    CHECK(link.bytes == 60'000);
    CHECK(link.utilisation == Approx(1.0 / 3.0).margin(1e-6));
  }
  CHECK(used == 8);
  const auto times = node_times(timeline);
  REQUIRE(times.size() == 4);
  for (const auto& node : times) {
    CHECK(node.steps_s == Approx(0.05).margin(1e-8));
    CHECK(node.waiting_s == Approx(0.18).margin(1e-8));
    CHECK(node.coding_s == 0.0);
    CHECK(node.total_s() == Approx(timeline.end_s).margin(1e-12));
  }
  const auto series = traffic_series(timeline, 23);
  for (const auto& link : series.links) {
    if (link.empty()) continue;
    CHECK(std::accumulate(link.begin(), link.end(), 0.0) == Approx(60'000.0));
    // Of 10 ms the first 5 are computing: 5 ms at 1000 bytes per 3 ms.
    CHECK(link.front() == Approx(5000.0 / 3.0).margin(0.1));
  }
}

TEST_CASE("no moment of a node counts twice", "[timeline]") {
  const auto times = node_times(example_timeline());
  REQUIRE(times.size() == 4);
  // A step from 0 to 0.5, in which 0.1 s of computing and 0.25 of waiting lie; 0.4 more of waiting; 0.1 of nothing.
  CHECK(times[0].steps_s == Approx(0.15));
  CHECK(times[0].coding_s == Approx(0.1));
  CHECK(times[0].waiting_s == Approx(0.65));
  CHECK(times[0].idle_s == Approx(0.1));
  CHECK(times[1].steps_s == Approx(0.125));
  CHECK(times[1].idle_s == Approx(0.875));
  CHECK(times[2].waiting_s == Approx(1.0));
  CHECK(times[3].program.is_beside);
  CHECK(times[3].idle_s == Approx(1.0));
  for (const auto& node : times) CHECK(node.total_s() == Approx(1.0));
}
