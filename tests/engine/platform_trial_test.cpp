// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform_trial.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

#include "sim/engine/forked.hpp"

using namespace lowband;

TEST_CASE("of the pairs that talk enough are tried for each to send and to receive", "[engine]") {
  using Pairs = std::vector<std::pair<int, int>>;
  CHECK(covering({}).empty());
  // 0 sends and 1 receives with the first, 2 receives with the second, 1 sends and 0 receives with the third.
  CHECK(covering({{0, 1}, {0, 2}, {1, 0}, {1, 2}, {2, 0}}) == Pairs{{0, 1}, {0, 2}, {1, 0}, {2, 0}});
  CHECK(covering({{0, 1}, {1, 0}, {0, 1}}) == Pairs{{0, 1}, {1, 0}});
}

TEST_CASE("what a child wrote last can be read when it has died", "[engine]") {
  SharedNote note;
  CHECK(note.read().empty());
  note.write("before");
  CHECK_THROWS(run_in_child([&]() -> std::string {
    note.write("just before the end");
    std::abort();
  }));
  CHECK(note.read() == "just before the end");
  note.write("short");
  CHECK(note.read() == "short");
}
