#include "sim/engine/profile.hpp"

#include <catch2/catch.hpp>

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
