// SPDX-License-Identifier: Apache-2.0
#include "sim/report/swept_values.hpp"

#include <catch2/catch.hpp>

using namespace lowband;
using Paths = std::vector<std::string>;

namespace {

ResultsFolder experiment_with(Json algorithms) {
  ResultsFolder results;
  results.manifest["experiment"]["algorithms"] = std::move(algorithms);
  return results;
}

const Json full = {
    {"name", "full"}, {"local_steps", 1}, {"compression", {{"name", "none"}}}, {"training", Json::object()}};
const Json coarse = {{"name", "coarse"},
                     {"description", "few bits"},
                     {"local_steps", 1},
                     {"compression", {{"name", "qsgd"}, {"bits", 2}, {"bucket", 512}}},
                     {"edges", {{0, 1}, {1, 2}}}};
const Json fine = {{"name", "fine"},
                   {"local_steps", 1},
                   {"compression", {{"name", "qsgd"}, {"bits", 8}, {"bucket", 512}}},
                   {"edges", {{0, 1}}}};

}  // namespace

TEST_CASE("swept is what at least two algorithms have, with different values", "[report]") {
  const std::vector results{experiment_with({full, coarse, fine})};
  CHECK(swept_paths(results) == Paths{"compression.name", "compression.bits", "edges"});
  const std::vector alone{experiment_with({full, coarse})};
  CHECK(swept_paths(alone) == Paths{"compression.name"});
  const std::vector both{experiment_with({full}), experiment_with({{{"name", "slow"}, {"local_steps", 16}}})};
  CHECK(swept_paths(both) == Paths{"local_steps"});
  const std::vector none{experiment_with(Json::array())};
  CHECK(swept_paths(none).empty());
}

TEST_CASE("a value is found by its dotted path", "[report]") {
  const ResultsFolder results = experiment_with({full, coarse});
  const Json algorithm = algorithm_in(results, "coarse");
  CHECK(value_at(algorithm, "compression.bits") == 2);
  CHECK(value_at(algorithm, "local_steps") == 1);
  CHECK(value_at(algorithm, "edges") == "[[0,1],[1,2]]");
  CHECK(value_at(algorithm, "compression.levels").is_null());
  CHECK(value_at(algorithm, "local_steps.name").is_null());
  CHECK(algorithm_in(results, "none of these").is_null());
}
