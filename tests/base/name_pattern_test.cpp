// SPDX-License-Identifier: Apache-2.0
#include "sim/base/name_pattern.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace lowband;

TEST_CASE("names are matched by shell patterns", "[name_pattern]") {
  CHECK(matches("worker-*", "worker-12"));
  CHECK(matches("worker-[0-3]", "worker-3"));
  CHECK_FALSE(matches("worker-[0-3]", "worker-4"));
  CHECK_FALSE(matches("worker", "worker-4"));
}

TEST_CASE("a pattern that matches nothing is answered by what is near", "[name_pattern]") {
  const std::vector<std::string> names = {"worker-0", "worker-1"};
  CHECK(no_match("host", "wroker-0", names) == "no host matches \"wroker-0\", did you mean \"worker-0\"?");
  CHECK(no_match("host", "x*", names) == "no host matches \"x*\" (there are 2, such as \"worker-0\")");
  CHECK(no_match("link", "x*", std::vector<std::string>{"a link"}) ==
        "no link matches \"x*\" (there is 1, such as \"a link\")");
  CHECK(no_match("link", "*", {}) == "no link matches \"*\": it has none");
}
