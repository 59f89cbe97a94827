// SPDX-License-Identifier: Apache-2.0
#include "sim/report/panel_title.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("of more than three names a title has the first and the last", "[report]") {
  CHECK(listed({"a", "b", "c"}) == "a, b, c");
  CHECK(listed({"a", "b", "c", "d"}) == "a, ..., d");
}

TEST_CASE("a panel for several scenarios says that they are the same in it", "[report]") {
  CHECK(panel_title({"lan"}) == "lan");
  CHECK(panel_title({"lan", "wan"}) == "the same in lan, wan");
}
