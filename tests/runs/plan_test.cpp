// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/plan.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// The folders of the runs that `only` leaves, each with its seed.
std::vector<std::string> chosen(const Experiment& experiment, const std::string& only) {
  return folders_of(runs_matching(only, plan(experiment)));
}

Experiment small(const Workplace& place, const Json& seeds) {
  Json json = Workplace::small_experiment();
  json.erase("seed");
  json["seeds"] = seeds;
  place.write("experiment.json", json);
  return Experiment((place.path() / "experiment.json").string());
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("runs are chosen by algorithm, scenario and seed", "[commands]") {
  const Workplace place;
  const Experiment experiment = small(place, {3, 14});
  CHECK(chosen(experiment, "*").size() == 8);
  CHECK(chosen(experiment, "ring@slow") == Names{"ring@slow@seed3", "ring@slow@seed14"});
  CHECK(chosen(experiment, "ring@slow@seed3") == Names{"ring@slow@seed3"});
  CHECK(chosen(experiment, "*@*@seed14") ==
        Names{"ring@fast@seed14", "gossip-4@fast@seed14", "ring@slow@seed14", "gossip-4@slow@seed14"});
  CHECK(chosen(experiment, "gossip/4@fast@seed[3]") == Names{"gossip-4@fast@seed3"});
  CHECK(algorithms_of(runs_matching("*@slow@seed3", plan(experiment))) == Names{"ring", "gossip/4"});
  // A single seed is named, too.
  CHECK(chosen(small(place, {5}), "ring@fast*") == Names{"ring@fast@seed5"});
}

TEST_CASE("what matches no run is refused with each name once", "[commands]") {
  const Workplace place;
  const Experiment experiment = small(place, {3, 14});
  CHECK_THROWS_WITH(chosen(experiment, "zzzzzzzzzzzzzzzzzzzz"),
                    "--only: no run matches \"zzzzzzzzzzzzzzzzzzzz\" (there are: ring@fast, gossip/4@fast, ring@slow, "
                    "gossip/4@slow)");
  CHECK_THROWS_WITH(chosen(experiment, "ring@fats"), Contains("did you mean \"ring@fast\"?"));
  CHECK_THROWS_AS(chosen(experiment, "ring@fast@seed4"), UsageError);
}
