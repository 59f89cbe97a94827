// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/varying_speed.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace lowband;

namespace {

std::shared_ptr<const Profile> profile(std::vector<Profile::Point> points, std::optional<double> period = {}) {
  return std::make_shared<const Profile>(Profile{std::move(points), period});
}

constexpr double never = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("where nothing varies work takes its seconds, to the bit", "[engine]") {
  const VaryingSpeed constant;
  CHECK(constant.duration(1e6 / 3, 0.1) == 0.1);
  CHECK(constant.work(2.0, 2.5) == 0.5);
  CHECK(constant.resumes_at(3.0) == 3.0);
}

TEST_CASE("work that straddles changes of speed takes the sum of what it takes between them", "[engine]") {
  // 1 until 2 s, then 0.5 until 6 s, then 4.
  const VaryingSpeed speed({profile({{2.0, 0.5}, {6.0, 4.0}})});
  CHECK(speed.duration(0.0, 1.5) == 1.5);
  CHECK(speed.duration(0.0, 3.0) == Approx(2 + 1 / 0.5));
  CHECK(speed.duration(1.0, 3.0) == Approx(1 + 4));  // ends just when the speed changes
  CHECK(speed.duration(0.0, 12.0) == Approx(2 + 4 + 8 / 4.0));
  CHECK(speed.duration(7.0, 2.0) == Approx(0.5));
  CHECK(speed.work(0.0, 7.0) == Approx(2 + 2 + 4));
  CHECK(speed.work(3.0, 5.0) == Approx(1.0));
  CHECK(speed.work(3.0, 3.0) == 0.0);
}

TEST_CASE("at a speed of 0 what is under way stands still", "[engine]") {
  const VaryingSpeed speed({profile({{2.0, 0.0}, {5.0, 1.0}, {6.0, 0.0}, {7.0, 2.0}})});
  CHECK(speed.duration(1.0, 1.0) == 1.0);
  CHECK(speed.duration(1.0, 1.5) == Approx(1 + 3 + 0.5));
  CHECK(speed.duration(3.0, 0.5) == Approx(2 + 0.5));
  CHECK(speed.duration(1.0, 4.0) == Approx(1 + 3 + 1 + 1 + 1));
  CHECK(speed.duration(3.0, 0.0) == 0.0);
  CHECK(speed.work(1.0, 7.5) == Approx(1 + 1 + 1));
  CHECK(speed.resumes_at(1.0) == 1.0);
  CHECK(speed.resumes_at(2.0) == 5.0);
  CHECK(speed.resumes_at(4.9) == 5.0);
  CHECK(speed.resumes_at(5.0) == 5.0);
}

TEST_CASE("a host that stands still for ever never comes to an end", "[engine]") {
  const VaryingSpeed speed({profile({{2.0, 0.0}})});
  CHECK(speed.duration(0.0, 2.0) == 2.0);
  CHECK(speed.duration(0.0, 2.5) == never);
  CHECK(speed.work(0.0, 1e9) == 2.0);
  CHECK(speed.resumes_at(3.0) == never);
}

TEST_CASE("profiles are multiplied, those with a period go on beside the others", "[engine]") {
  // 1 and 0.5 by turns, a second each; and 0 from 2 s to 4 s, then 3.
  const VaryingSpeed speed({profile({{0.0, 1.0}, {1.0, 0.5}}, 2.0), profile({{2.0, 0.0}, {4.0, 3.0}})});
  CHECK(speed.duration(0.0, 1.5) == Approx(2.0));
  CHECK(speed.duration(0.0, 1.5 + 3.0) == Approx(2 + 2 + 1));
  CHECK(speed.duration(0.5, 0.5 + 0.5 + 3.0 + 0.75) == Approx(0.5 + 1 + 2 + 1 + 0.5));
  CHECK(speed.resumes_at(2.5) == 4.0);
  // 100 rounds of 4.5 from 4 s on.
  CHECK(speed.duration(4.0, 450.0) == Approx(200.0));
}

TEST_CASE("what is done in the duration of some work is that work", "[engine]") {
  const VaryingSpeed speed({profile({{0.1, 0.3}, {0.7, 0.0}, {1.3, 7.0}}, 1.9), profile({{3.0, 0.9}})});
  for (double begin = 0.0; begin < 4.0; begin += 0.37) {
    for (const double work : {1e-9, 0.01, 1.0, 33.3}) {
      CHECK(speed.work(begin, begin + speed.duration(begin, work)) == Approx(work).epsilon(1e-12).margin(1e-14));
    }
  }
}
