// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/manifest.hpp"

#include <catch2/catch.hpp>

#include "sim/experiment/version.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("the manifest holds all that decides the results", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["network"] = {{"preset", "ideal"}, {"window", "64KiB"}};
  json["scenarios"][1]["network"] = "lv08";
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  const Data data = experiment.load_data({});
  const Json manifest = make_manifest(experiment, data, {"ring@fast@seed1"});

  CHECK(manifest["lowband"] == program_version());
  CHECK(manifest["format"] == 1);
  for (const char* library : {"simgrid", "eigen", "onednn", "onetbb", "compiler"}) {
    CHECK_FALSE(manifest["libraries"][library].get<std::string>().empty());
  }
  CHECK_FALSE(manifest["instruction_set"].get<std::string>().empty());
  CHECK_FALSE(manifest["built_for"].get<std::string>().empty());
  CHECK(manifest["parameters"] == 16);  // of the quadratic: the dimension of its points
  CHECK(manifest["data"]["train"] == Json({{"samples", data.train.size()}, {"sha256", data.train.sha256()}}));
  CHECK(manifest["data"]["test"]["sha256"] == data.test.sha256());
  // Of so few samples all are taken; the model has no accuracy, so that the workers' losses are taken, too.
  CHECK(manifest["evaluation"] == Json({{"train_samples", data.train.size()},
                                        {"test_samples", data.test.size()},
                                        {"worker_test_samples", data.test.size()},
                                        {"worker_train_samples", data.train.size()}}));
  CHECK(manifest["network"]["network/model"] == "CM02");
  CHECK(manifest["network"]["network/bandwidth-factor"] == "1");
  CHECK(manifest["network"]["network/TCP-gamma"] == "65536");
  CHECK(manifest["scenario_networks"].size() == 1);
  CHECK(manifest["scenario_networks"]["slow"]["network/latency-factor"] == "13.01");
  // The ring of four with Metropolis weights 1/3: eigenvalues 1, 1/3, 1/3, -1/3. Weights are rounded to floats.
  CHECK(manifest["algorithms"]["gossip/4"]["spectral_gap"].get<double>() == Approx(2.0 / 3.0).epsilon(1e-6));
  CHECK(manifest["runs"] == Json::array({"ring@fast@seed1"}));
  CHECK(manifest["experiment"] == experiment.resolved());
  CHECK(make_manifest(experiment, data, {"ring@fast@seed1"}) == manifest);
}
