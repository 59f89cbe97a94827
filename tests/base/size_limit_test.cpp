// SPDX-License-Identifier: Apache-2.0
#include "sim/base/size_limit.hpp"

#include <catch2/catch.hpp>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/periodic/all_reduce/collective.hpp"

using namespace lowband;
using Catch::Contains;

TEST_CASE("pairs are refused beyond what memory holds, with an estimate", "[base]") {
  const Place place("e.json");
  CHECK_NOTHROW(check_pairs(most_pairs, 4000, place / "topology"));
  // 10^8 pairs at 125 bytes.
  CHECK_THROWS_WITH(
      check_pairs(1e8, 10'001, place / "topology"),
      "e.json: /topology: 10001 workers make 1e+08 pairs that talk, for which some 12.5 GB of memory would "
      "be needed: expected at most 2e+07 pairs");
}

TEST_CASE("whoever would talk to all is refused beyond", "[base]") {
  const Place place("e.json");
  const auto prepare = [&](const char* json, int workers) {
    static_cast<void>(algorithms().read(Json::parse(json), place)->prepared({.workers = workers}, place));
  };
  // 4472 * 4471 pairs are 19,994,312; one worker more makes 20,003,256.
  CHECK_NOTHROW(collectives().read("direct", place)->prepared({4472}, place));
  CHECK_THROWS_WITH(collectives().read("direct", place)->prepared({4473}, place), Contains("2e+07 pairs that talk"));
  CHECK_THROWS_WITH(prepare(R"({"paradigm": "all-reduce", "name": "a", "collective": "direct"})", 20'000),
                    Contains("e.json: /collective: 20000 workers make 4e+08 pairs"));
  // Who are neighbours is known only when the latencies of all pairs are.
  CHECK_THROWS_WITH(prepare(R"({"paradigm": "gossip", "name": "a", "topology": "platform"})", 20'000),
                    Contains("e.json: /topology: 20000 workers make 4e+08 pairs"));
  CHECK_THROWS_WITH(prepare(R"({"paradigm": "gossip", "name": "a", "topology": "complete"})", 20'000),
                    Contains("e.json: /topology: 20000 workers make 4e+08 pairs"));
}

TEST_CASE("what no machine has memory for is refused", "[base]") {
  const Place place("e.json");
  CHECK_NOTHROW(check_memory(1e6, "3 workers", place / "workers"));
  CHECK_THROWS_WITH(check_memory(1e18, "a lot of workers", place / "workers"),
                    Catch::StartsWith("e.json: /workers: a lot of workers would take more than 1e+09 GB of memory, and "
                                      "this machine has "));
}
