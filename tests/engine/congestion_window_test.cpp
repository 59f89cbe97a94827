// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/congestion_window.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <vector>

using namespace lowband;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// 100 ms there and back at 1 MB/s: 100 kB fit into a round trip, which is 69 segments.
constexpr CongestionWindow::Route route{.round_trip_s = 0.1, .rate_Bps = 1e6};

struct Part {
  double time_s;
  double bytes;
};

void check_parts(std::span<const Departure> departures, const std::vector<Part>& expected) {
  REQUIRE(departures.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO("part " << i);
    CHECK(departures[i].time_s == Approx(expected[i].time_s).epsilon(1e-12));
    CHECK(departures[i].bytes == expected[i].bytes);
  }
}

}  // namespace

TEST_CASE("a fresh connection sends in rounds, each twice the one before", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  // 10 segments, 20 when the first of them are acknowledged, then 40: less is left.
  check_parts(window.send(0.0, 100e3), {{0.0, 14480}, {0.1, 28960}, {0.2, 56560}});
}

TEST_CASE("what fits into the window leaves at once", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  check_parts(window.send(1.0, 14480), {{1.0, 14480}});
  // At 1.05 all of that is under way: more has to wait for the first acknowledgement, at 1.1.
  check_parts(window.send(1.05, 1000), {{1.1, 1000}});
}

TEST_CASE("a warm connection sends whole messages", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  static_cast<void>(window.send(0.0, 100e3));
  // The last part left from 0.2 to 0.25656; all is acknowledged at 0.35656, and the window has grown by all of it.
  check_parts(window.send(0.4, 100e3), {{0.4, 100e3}});
}

TEST_CASE("a round that fills the line is followed by all the rest", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  // 115,840 bytes take longer than a round trip: when they have left, acknowledgements come as fast as more can leave.
  check_parts(window.send(0.0, 1e6),
              {{0.0, 14480}, {0.1, 28960}, {0.2, 57920}, {0.3, 115840}, {0.41584, 1e6 - 217200}});
}

TEST_CASE("an idle connection halves its window per timeout, down to the initial one", "[congestion_window]") {
  // After 100 kB, sent until 0.25656: 14,480 + 28,960 + 56,560 have been acknowledged, so that the window is 14,480 +
  // 14,480, at most twice what was under way: 28,960; then 57,920; then + 56,560: 114,480. The timeout is 0.2 s, a
  // round trip, and the 0.05656 s that the last acknowledgement came after the first: 0.35656 s.
  const auto after = [](double idle_s) {
    CongestionWindow window({}, unlimited, route);
    static_cast<void>(window.send(0.0, 100e3));
    return window.send(0.25656 + idle_s, 114480).front().bytes;
  };
  CHECK(after(0.356) == 114480);
  CHECK(after(0.357) == 57240);
  CHECK(after(0.713) == 57240);
  CHECK(after(0.714) == 28620);
  CHECK(after(10.0) == 14480);
  CHECK(after(1e9) == 14480);
}

TEST_CASE("messages leave one after the other, and a connection is not idle while one of them does",
          "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  static_cast<void>(window.send(0.0, 1e6));
  // Warm, and sent from 2 to 3; the small one follows. Its byte waited for 1 s: the timeout is 1.301 s, once.
  check_parts(window.send(2.0, 1e6), {{2.0, 1e6}});
  check_parts(window.send(2.0, 1000), {{3.0, 1000}});
  check_parts(window.send(5.5, 1e6), {{5.5, 1e6}});

  CongestionWindow often({}, unlimited, route);
  static_cast<void>(often.send(0.0, 1e6));
  for (int i = 0; i < 100; ++i) check_parts(often.send(2.0, 10e3), {{2.0 + 0.01 * i, 10e3}});
  check_parts(often.send(3.1, 1e6), {{3.1, 1e6}});
}

TEST_CASE("a round is no larger than the window can grow by its acknowledgements", "[congestion_window]") {
  // 5 segments, and 5 more before their acknowledgements: 10 were under way, so that the window grows to 20.
  CongestionWindow split({}, unlimited, route);
  check_parts(split.send(0.0, 7240), {{0.0, 7240}});
  check_parts(split.send(0.05, 50e3), {{0.05, 7240}, {0.1, 14480}, {0.15, 14480}, {0.2, 13800}});
}

TEST_CASE("the window grows up to twice what was under way", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  // 5 segments at a time never need a window above 10.
  for (int i = 0; i < 20; ++i) check_parts(window.send(0.2 * i, 7240), {{0.2 * i, 7240}});
  check_parts(window.send(4.0, 43440), {{4.0, 14480}, {4.1, 28960}});
}

TEST_CASE("settings turn off slow start, idle restart and growth by doubling", "[congestion_window]") {
  CHECK(CongestionWindow::matters({}, unlimited, route));
  CHECK_FALSE(CongestionWindow::matters({.initial_window = std::nullopt}, unlimited, route));
  CHECK_FALSE(CongestionWindow::matters({}, unlimited, {.round_trip_s = 0.0144, .rate_Bps = 1e6}));
  CHECK(CongestionWindow::matters({.initial_window = std::nullopt}, 50e3, route));

  CongestionWindow slow({.window_growth = 0.5}, unlimited, route);
  check_parts(slow.send(0.0, 50e3), {{0.0, 14480}, {0.1, 21720}, {0.2, 13800}});
  CongestionWindow wide({.initial_window = 30.0}, unlimited, route);
  check_parts(wide.send(0.0, 50e3), {{0.0, 43440}, {0.1, 6560}});
  CongestionWindow tireless({.idle_restart_s = std::nullopt}, unlimited, route);
  static_cast<void>(tireless.send(0.0, 100e3));
  check_parts(tireless.send(1e6, 100e3), {{1e6, 100e3}});
}

TEST_CASE("the largest window is the connection's, not the message's", "[congestion_window]") {
  // 50 kB in 100 ms are 0.5 MB/s. 100 kB are sent by 0.2; what is handed over meanwhile follows then.
  CongestionWindow window({.initial_window = std::nullopt}, 50e3, route);
  check_parts(window.send(0.0, 100e3), {{0.0, 100e3}});
  check_parts(window.send(0.01, 100e3), {{0.2, 100e3}});
  check_parts(window.send(0.02, 1000), {{0.4, 1000}});
  check_parts(window.send(2.0, 100e3), {{2.0, 100e3}});
}

TEST_CASE("a route that changes counts from the next message on", "[congestion_window]") {
  CongestionWindow window({}, unlimited, route);
  check_parts(window.send(0.0, 20e3), {{0.0, 14480}, {0.1, 5520}});
  window.set_route({.round_trip_s = 0.5, .rate_Bps = 1e6});
  // The window is 14,480, and the 20 kB that have been acknowledged.
  check_parts(window.send(0.5, 50e3), {{0.5, 34480}, {1.0, 15520}});
}
