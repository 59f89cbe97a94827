// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simgrid_profile.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace lowband;
using Catch::Contains;

namespace {

Profile read(const std::string& text, double period_s = 0.0) {
  return read_simgrid_profile(text, period_s, [](const std::string& what) { throw std::runtime_error(what); });
}

}  // namespace

TEST_CASE("a profile of SimGrid's is read with its comments, and the last of several values at a time", "[engine]") {
  const Profile profile = read("# a comment\n% another\n\n  0 1.5\n2.5\t3e6 \r\n2.5 4\n");
  REQUIRE(profile.points.size() == 2);
  CHECK(profile.points[0].time_s == 0.0);
  CHECK(profile.points[0].factor == 1.5);
  CHECK(profile.points[1].time_s == 2.5);
  CHECK(profile.points[1].factor == 4.0);
  CHECK_FALSE(profile.period_s);
}

TEST_CASE("a profile of SimGrid's repeats by a period, or some time after its last point", "[engine]") {
  CHECK(read("PERIODICITY 10\n1 2\n4 3\n").period_s == 10.0);
  CHECK(read("1 2\n4 3\nLOOPAFTER 6\n").period_s == 10.0);
  CHECK(read("1 2\n4 3\n", 10.0).period_s == 10.0);
  CHECK_FALSE(read("1 2\n", -1.0).period_s);
}

TEST_CASE("what is no profile of SimGrid's is told with its line", "[engine]") {
  CHECK_THROWS_WITH(read(""), Contains("at least one line"));
  CHECK_THROWS_WITH(read("0 1\n1 fast\n"), Contains("line 2: expected a time and a value") && Contains("1 fast"));
  CHECK_THROWS_WITH(read("0\n"), Contains("line 1: expected a time and a value"));
  CHECK_THROWS_WITH(read("0 -1\n"), Contains("line 1: expected a time and a value"));
  CHECK_THROWS_WITH(read("2 1\n1 1\n"), Contains("line 2: expected a time from 2 s") && Contains("found 1 s"));
  CHECK_THROWS_WITH(read("STOCHASTIC LOOP\nDET 1 UNIF 1 2\n"), Contains("line 1: stochastic"));
  CHECK_THROWS_WITH(read("PERIODICITY x\n1 1\n"), Contains("line 1: expected PERIODICITY and seconds"));
  CHECK_THROWS_WITH(read("PERIODICITY 1\n1 1\n"), Contains("expected a period beyond the last point, 1 s"));
  CHECK_THROWS_WITH(read("PERIODICITY 1e-12\n0 1\n"), Contains("of at least 1 ns"));
  CHECK_THROWS_WITH(read("PERIODICITY 5\nLOOPAFTER 1\n1 1\n"), Contains("either a period or LOOPAFTER"));
}
