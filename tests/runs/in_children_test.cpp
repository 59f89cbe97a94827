// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/in_children.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

#include "sim/base/error.hpp"

using namespace lowband;

namespace {

void look(std::size_t /*over*/) {}

}  // namespace

TEST_CASE("small works are done in children of their own, and answered in their order", "[runs]") {
  const auto pids = in_children(
      7, 3, [](std::size_t i) { return std::to_string(i) + " " + std::to_string(::getpid()); }, look);
  std::set<std::string> different;
  for (std::size_t i = 0; i < pids.size(); ++i) {
    CHECK(pids[i].starts_with(std::to_string(i) + " "));
    different.insert(pids[i].substr(2));
  }
  CHECK(pids.size() == 7);
  CHECK(different.size() == 7);
  CHECK_FALSE(different.contains(std::to_string(::getpid())));
  CHECK(in_children(
            0, 2, [](std::size_t) { return std::string(); }, look)
            .empty());
}

TEST_CASE("a small work that fails ends them all", "[runs]") {
  const auto fail = [](std::size_t i) -> std::string {
    if (i == 2) throw UsageError("bad trace");
    return "";
  };
  CHECK_THROWS_AS(static_cast<void>(in_children(5, 2, fail, look)), UsageError);
  const auto die = [](std::size_t) -> std::string { throw std::runtime_error("dead"); };
  CHECK_THROWS_WITH(static_cast<void>(in_children(5, 2, die, look)), "dead");
}
