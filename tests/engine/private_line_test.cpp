// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/private_line.hpp"

#include <catch2/catch.hpp>

#include <vector>

using lowband::Departure;
using lowband::LineSpeed;
using lowband::PrivateLine;

TEST_CASE("a message alone takes the latency and its bytes over the rate", "[private_line]") {
  PrivateLine line({0.5, 100.0});
  const auto first = line.send(1.0, 200.0);
  CHECK(line.arrival(first, 1.0) == 1.0 + 0.5 + 2.0);
  CHECK(line.arrival(first, 10.0) == 3.5);  // as it was
  line.forget(first);
  const auto second = line.send(10.0, 50.0);
  CHECK(line.arrival(second, 10.0) == 11.0);
}

TEST_CASE("messages under way share the rate, and one that follows puts off the first", "[private_line]") {
  // No latency, 100 B/s. A: 300 B at 0. B: 100 B at 1. A has 200 B left at 1; both move at 50 B/s; B ends at 3, when A
  // has 100 B left and goes on at 100 B/s: 4.
  PrivateLine line({0.0, 100.0});
  const auto a = line.send(0.0, 300.0);
  CHECK(line.arrival(a, 0.0) == 3.0);  // as far as is known then
  const auto b = line.send(1.0, 100.0);
  CHECK(line.arrival(b, 1.0) == 3.0);
  CHECK(line.arrival(a, 1.0) == 4.0);
  CHECK(line.arrival(a, 3.5) == 4.0);
  CHECK(line.arrival(b, 5.0) == 3.0);
}

TEST_CASE("the latency of a message takes no bandwidth from others", "[private_line]") {
  // 100 B/s, latency 1. A: 100 B at 0, alone from 1 to 1.5; B: 100 B at 0.5, under way from 1.5: A has 50 B left and
  // takes 1 s at 50 B/s: 2.5. B has 50 B left then: 3.
  PrivateLine line({1.0, 100.0});
  const auto a = line.send(0.0, 100.0);
  const auto b = line.send(0.5, 100.0);
  CHECK(line.arrival(a, 0.5) == 2.5);
  CHECK(line.arrival(b, 0.5) == 3.0);
}

TEST_CASE("a cap holds back a single message, and two that fit below it not at all", "[private_line]") {
  PrivateLine line({0.0, 100.0, 40.0});
  const auto a = line.send(0.0, 80.0);
  CHECK(line.arrival(a, 0.0) == 2.0);  // 40 B/s
  const auto b = line.send(0.0, 80.0);
  CHECK(line.arrival(b, 0.0) == 2.0);
  const auto c = line.send(0.0, 80.0);  // three: 33 1/3 B/s each
  CHECK(line.arrival(c, 0.0) == Approx(2.4).epsilon(1e-15));
}

TEST_CASE("equal messages arrive together; an empty one needs the latency alone", "[private_line]") {
  PrivateLine line({0.25, 10.0});
  const auto a = line.send(0.0, 10.0);
  const auto b = line.send(0.0, 10.0);
  CHECK(line.arrival(a, 0.0) == 2.25);
  CHECK(line.arrival(b, 0.0) == 2.25);
  const auto empty = line.send(5.0, 0.0);
  CHECK(line.arrival(empty, 5.0) == 5.25);
}

TEST_CASE("a message that leaves in parts arrives with the last of them", "[private_line]") {
  // Latency 1, 100 B/s: 100 B at 0 are there at 2, 50 B at 4 at 5.5. What is sent at 4 shares the rate with the second
  // part: both have 50 B from 5 on, and arrive at 6.
  PrivateLine line({1.0, 100.0});
  const std::vector<Departure> parts = {{0.0, 100.0}, {4.0, 50.0}};
  const auto a = line.send(0.0, parts);
  CHECK(line.arrival(a, 0.0) == 5.5);
  CHECK(line.arrival(a, 3.0) == 5.5);
  const auto b = line.send(4.0, 50.0);
  CHECK(line.arrival(a, 4.0) == 6.0);
  CHECK(line.arrival(b, 4.0) == 6.0);
  CHECK(line.arrival(a, 7.0) == 6.0);
  line.forget(a);
  CHECK(line.arrival(b, 7.0) == 6.0);
}

TEST_CASE("every link but the narrowest passes on a frame, or all of a shorter message, before the next",
          "[private_line]") {
  PrivateLine line({.latency_s = 1.0, .rate_Bps = 1e6, .forwarding_s = 1e-6});
  const auto frames = line.send(0.0, 1e6);
  CHECK(line.arrival(frames, 0.0) == Approx(1.0 + 1538e-6 + 1.0).epsilon(1e-12));
  const auto one = line.send(10.0, 16.0);
  CHECK(line.arrival(one, 10.0) == Approx(11.0 + 106e-6 + 16e-6).epsilon(1e-12));
}

TEST_CASE("a message that is not there cannot be asked for", "[private_line]") {
  PrivateLine line({0.0, 1.0});
  CHECK_THROWS_AS(line.arrival(0, 0.0), std::logic_error);
  line.forget(line.send(0.0, 1.0));
  CHECK_THROWS_AS(line.arrival(0, 2.0), std::logic_error);
}
