// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/profile.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace lowband;

TEST_CASE("a profile holds each factor until the next point, and the last one for ever", "[engine]") {
  const Profile profile{{{1.0, 0.5}, {3.0, 2.0}}, std::nullopt};
  CHECK(profile.factor_at(0.0) == 1.0);
  CHECK(profile.factor_at(0.999) == 1.0);
  CHECK(profile.factor_at(1.0) == 0.5);
  CHECK(profile.factor_at(2.999) == 0.5);
  CHECK(profile.factor_at(3.0) == 2.0);
  CHECK(profile.factor_at(1e9) == 2.0);
}

TEST_CASE("a profile with a period begins anew, with its last factor until the first point", "[engine]") {
  const Profile profile{{{1.0, 0.5}, {3.0, 2.0}}, 4.0};
  CHECK(profile.factor_at(0.0) == 1.0);
  CHECK(profile.factor_at(3.5) == 2.0);
  CHECK(profile.factor_at(4.0) == 2.0);
  CHECK(profile.factor_at(5.0) == 0.5);
  CHECK(profile.factor_at(403.0) == 2.0);
}

TEST_CASE("a stretch of a profile lasts until the next point, of this round or the next", "[engine]") {
  const auto check = [](const Profile& profile, double time_s, double factor, double until_s) {
    CAPTURE(time_s);
    const auto stretch = profile.stretch_at(time_s);
    CHECK(stretch.factor == factor);
    CHECK(stretch.until_s == until_s);
  };
  const Profile once{{{1.0, 0.5}, {3.0, 2.0}}, std::nullopt};
  check(once, 0.0, 1.0, 1.0);
  check(once, 1.0, 0.5, 3.0);
  check(once, 3.0, 2.0, std::numeric_limits<double>::infinity());
  const Profile repeated{{{1.0, 0.5}, {3.0, 2.0}}, 4.0};
  check(repeated, 0.5, 1.0, 1.0);
  check(repeated, 3.0, 2.0, 5.0);
  check(repeated, 4.5, 2.0, 5.0);
  check(repeated, 5.0, 0.5, 7.0);
  // Each stretch begins where the last one ends, also where times in a round cannot be told exactly.
  const Profile tenths{{{0.0, 1.0}, {0.1, 2.0}}, 0.3};
  double time = 0.0;
  for (int round = 0; round < 1000; ++round) {
    for (const double factor : {1.0, 2.0}) {
      const auto stretch = tenths.stretch_at(time);
      REQUIRE(stretch.factor == factor);
      REQUIRE(stretch.until_s > time);
      time = stretch.until_s;
    }
  }
  CHECK(time == Approx(300.0));
}

TEST_CASE("what begins in an outage finds what is there when it is over", "[engine]") {
  const Profile repeated{{{0.0, 0.5}, {1.0, 0.0}, {2.0, 0.0}}, 3.0};
  CHECK(repeated.factor_after_outage(0.5) == 0.5);
  CHECK(repeated.factor_after_outage(1.0) == 0.5);
  CHECK(repeated.factor_after_outage(2.5) == 0.5);
  const Profile once{{{1.0, 0.0}, {2.0, 0.25}}, std::nullopt};
  CHECK(once.factor_after_outage(0.0) == 1.0);
  CHECK(once.factor_after_outage(1.5) == 0.25);
}
