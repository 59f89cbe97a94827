// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/shard.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

Environment environment(const std::map<std::string, std::string>& variables) {
  return [variables](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

std::string read(const std::string& text, const std::map<std::string, std::string>& variables = {}) {
  return read_shard(text, environment(variables)).folder();
}

}  // namespace

TEST_CASE("a shard is named by its index and their number", "[runs]") {
  CHECK(read("0/1") == "shard-0-of-1");
  CHECK(read("3/4") == "shard-3-of-4");
  for (const std::string wrong : {"4/4", "-1/4", "1", "1/", "/2", "a/2", "1/2/3", "0/0", " 0/2", ""}) {
    CHECK_THROWS_WITH(read(wrong),
                      "--shard: expected I/N with I from 0 to N - 1, such as 0/4, or auto, found \"" + wrong + "\"");
  }
}

TEST_CASE("auto takes the shard from the launcher", "[runs]") {
  CHECK(read("auto", {{"SLURM_ARRAY_TASK_ID", "7"}, {"SLURM_ARRAY_TASK_MIN", "5"}, {"SLURM_ARRAY_TASK_COUNT", "4"}}) ==
        "shard-2-of-4");
  CHECK(read("auto", {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "3"}}) == "shard-1-of-3");
  CHECK(read("auto", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}}) == "shard-0-of-2");
  CHECK_THROWS_WITH(read("auto"), Catch::Contains("neither by Slurm nor by Open MPI"));
  CHECK_THROWS_WITH(read("auto", {{"SLURM_PROCID", "1"}}),
                    "--shard auto: $SLURM_PROCID is set, but $SLURM_NTASKS is not");
  CHECK_THROWS_WITH(read("auto", {{"SLURM_PROCID", "one"}, {"SLURM_NTASKS", "3"}}),
                    "--shard auto: $SLURM_PROCID is set, but $SLURM_PROCID is \"one\"");
  CHECK_THROWS_WITH(  // --array=0-6:2 has the indices 0, 2, 4, 6
      read("auto", {{"SLURM_ARRAY_TASK_ID", "6"}, {"SLURM_ARRAY_TASK_MIN", "0"}, {"SLURM_ARRAY_TASK_COUNT", "4"}}),
      Catch::Contains("process 6 of 4"));
  // Nothing else takes it: without "auto" the variables do not matter.
  CHECK(read("0/2", {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "3"}}) == "shard-0-of-2");
}

TEST_CASE("all runs of an algorithm with a seed are in one shard, and every run in one", "[runs]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json.erase("seed");
  json["seeds"] = {3, 14};
  place.write("experiment.json", json);
  const Experiment experiment((place.path() / "experiment.json").string());
  const auto all = plan(experiment);
  using Names = std::vector<std::string>;
  // In the order of the experiment: ring 3, ring 14, gossip 3, gossip 14.
  CHECK(folders_of(runs_in({0, 3}, all)) ==
        Names{"ring@fast@seed3", "gossip-4@fast@seed14", "ring@slow@seed3", "gossip-4@slow@seed14"});
  CHECK(folders_of(runs_in({1, 3}, all)) == Names{"ring@fast@seed14", "ring@slow@seed14"});
  CHECK(folders_of(runs_in({2, 3}, all)) == Names{"gossip-4@fast@seed3", "gossip-4@slow@seed3"});
  CHECK(runs_in({4, 5}, all).empty());
  CHECK(runs_in({0, 1}, all).size() == 8);
}
