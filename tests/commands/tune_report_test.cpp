// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/tune_report.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lowband;
using Catch::Contains;
using Catch::EndsWith;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

std::string report(TuneBy by, const TuneRecord::Rungs& rungs) {
  Tournament tournament;
  tournament.label = "/algorithms/0";
  tournament.criterion.by = by;
  return tune_report(tournament, rungs);
}

}  // namespace

TEST_CASE("candidates are told best first, those of earlier rungs beside the best of theirs", "[tune]") {
  const std::vector<Standing> first{standing_of("b", 20, {{4.0, false}}), standing_of("a", 20, {{5.0, true}}),
                                    standing_of("c\n", 20, {{12.0, false}}), standing_of("d", 20, {{none, false}})};
  const std::vector<Standing> last{standing_of("a", 60, {{5.0, true}}), standing_of("b", 60, {{6.0, true}})};
  CHECK(report(TuneBy::time, {first, last}) ==
        "/algorithms/0\n"
        "  candidate  rung  steps  time to target  against best\n"
        "  a           2/2     60          5.00 s          best\n"
        "  b           2/2     60          6.00 s       +20.0 %\n"
        "  c\\n         1/2     20    about 12.0 s           3 ×\n"
        "  d           1/2     20               -             -\n"
        "  chosen: \"a\"; the next is \"b\" (+20.0 %)\n");
}

TEST_CASE("what is chosen comes with how flat the optimum is", "[tune]") {
  // 2 % and 4.5 % behind are near, 6 % is not.
  CHECK_THAT(report(TuneBy::bytes, {{standing_of("a", 9, {{100.0, true}}), standing_of("b", 9, {{102.0, true}}),
                                     standing_of("c", 9, {{104.5, true}}), standing_of("d", 9, {{106.0, true}})}}),
             EndsWith("  chosen: \"a\"; the optimum is flat: \"b\" (+2.0 %), \"c\" (+4.5 %) are within 5 %\n"));
  CHECK_THAT(report(TuneBy::loss, {{standing_of("a", 9, {{0.5, true}})}}), EndsWith("  chosen: \"a\"\n"));
  CHECK_THAT(
      report(TuneBy::time,
             {{standing_of("a", 9, {{1.0, true}, {none, false}}), standing_of("b", 9, {{1.0, false}, {2.0, false}})}}),
      EndsWith("  chosen: \"a\", which reached the target in 1 of 2 runs; no other reached the target in as many "
               "runs\n"));
  CHECK_THAT(report(TuneBy::time, {{standing_of("a", 9, {{none, false}})}}), Contains("none chosen"));
}
