// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/pause_point.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>

#include "sim/engine/forked.hpp"

using namespace lowband;

TEST_CASE("a child tells something, waits, and goes on with the answer", "[engine]") {
  PausePoint point;
  const std::string long_text(1'000'000, 'x');  // more than a socket takes at once
  Child child([&] {
    const std::string first = point.pause(long_text);
    return first + point.pause("again");
  });
  point.leave_to_child();
  CHECK(point.told() == long_text);
  point.go_on("first ");
  CHECK(point.told() == "again");
  point.go_on("second");
  CHECK_FALSE(point.told());  // it is no more
  CHECK(child.result() == "first second");
}

TEST_CASE("a child that dies while it waits is noticed, and does not harm its parent", "[engine]") {
  PausePoint point;
  {
    const Child child([&] { return point.pause("waiting"); });
    point.leave_to_child();
    CHECK(point.told() == "waiting");
  }
  CHECK_FALSE(point.told());
  point.go_on("nobody hears this");
}

TEST_CASE("who is forked later does not keep a point open", "[engine]") {
  PausePoint point;
  Child child([&] { return point.pause("waiting"); });
  point.leave_to_child();
  const Child other([] {
    ::pause();
    return "";
  });
  CHECK(point.told() == "waiting");
  point.go_on("");
  CHECK_FALSE(point.told());
  CHECK(child.result().empty());
}
