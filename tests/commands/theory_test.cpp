// SPDX-License-Identifier: Apache-2.0
// What theory says beside what was measured.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// A quadratic with L = 10, trained with gamma = 0.05 <= 1/L and evaluated at every iterate.
Json experiment_of(const char* algorithms) {
  Json experiment = Workplace::small_experiment();
  experiment["model"] = {{"name", "quadratic"}, {"condition", 10}};
  experiment["training"] = {{"iterations", 100}, {"batch_size", 2}, {"learning_rate", 0.05}};
  experiment["evaluation"] = {{"every", 1}, {"train_samples", 0}};
  experiment["algorithms"] = Json::parse(algorithms);
  experiment["scenarios"].erase(1);
  return experiment;
}

}  // namespace

TEST_CASE("the bound of theory stands beside what was measured, which is below it", "[commands][theory]") {
  const Workplace place;
  place.write("experiment.json", experiment_of(R"([{"name": "every", "paradigm": "all-reduce"},
                                                   {"name": "fourth", "paradigm": "all-reduce", "local_steps": 4}])"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json rows = Json::parse(place.succeed({"compare", "out", "--theory", "--format", "json"}));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["bound_name"] == "parallel-sgd");
  CHECK(rows[1]["bound_name"] == "pr-sgd");
  for (const Json& row : rows) {
    CHECK(row["why_no_bound"] == "");
    CHECK(row["mean-gradient"].get<double>() > 0.0);
    CHECK(row["mean-gradient"].get<double>() < row["bound"].get<double>());
  }
  // The second may drift, at 4 gamma^2 K^2 G^2 L^2, and is the first's beside that.
  CHECK(rows[1]["bound"].get<double>() > rows[0]["bound"].get<double>());
  const std::string table = place.succeed({"compare", "out", "--theory"});
  CHECK_THAT(table, Contains("mean-gradient") && Contains("bound"));
  CHECK_THAT(table, Contains("Bound of every: parallel-sgd, with L = 10 (exact), sigma^2 = "));
}

TEST_CASE("where theory says nothing, the table says why", "[commands][theory]") {
  const Workplace place;
  Json experiment = experiment_of(R"([{"name": "codes", "paradigm": "all-reduce", "compression": "qsgd"},
                                      {"name": "fast", "paradigm": "all-reduce", "training": {"learning_rate": 0.15}},
                                      {"name": "momentum", "paradigm": "all-reduce",
                                       "training": {"optimizer": {"name": "sgd", "momentum": 0.5}}}])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json rows = Json::parse(place.succeed({"compare", "out", "--theory", "--format", "json"}));
  CHECK(rows[0]["bound_name"] == "qpr-sgd");
  CHECK(rows[0]["why_no_bound"] == "only its order is known, not its constants");
  CHECK(rows[1]["why_no_bound"] == "it takes a learning rate of at most 1/L = 0.1, and that is 0.15");
  CHECK(rows[2]["why_no_bound"] == "it takes SGD without momentum");
  for (const Json& row : rows) CHECK(row["bound"].is_null());
  CHECK_THAT(place.refuse({"compare", "out", "--theory", "--per-run"}),
             Contains("--theory: has no effect with --per-run"));
  CHECK_THAT(place.refuse({"compare", "out", "--data", "data"}), Contains("--data: has no effect without --theory"));
}

TEST_CASE("bounds are described, all or one", "[commands][theory]") {
  const Workplace place;
  const std::string all = place.succeed({"describe", "bound"});
  CHECK_THAT(all, Contains("parallel-sgd (bound)") && Contains("choco (bound)"));
  const std::string one = place.succeed({"describe", "bound", "pr-sgd"});
  CHECK_THAT(one, Catch::StartsWith("pr-sgd (bound)") && !Contains("choco"));
  CHECK_THAT(one, Contains("<= 2 (f(x_0) - f*) / (gamma N) + 4 gamma^2 K^2 G^2 L^2 + L gamma sigma^2 / M"));
  CHECK_THAT(
      place.refuse({"describe", "bound", "prsgd"}),
      Contains("expected parallel-sgd, pr-sgd, d-psgd, choco, qpr-sgd, found \"prsgd\", did you mean \"pr-sgd\"?"));
  CHECK_THAT(place.refuse({"describe", "qsgd", "pr-sgd"}), Contains("unexpected argument \"pr-sgd\""));
}
