// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/waiting_memory.hpp"

#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("what waits takes some vectors of each worker, with those of its optimiser", "[tune]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["dataset"]["dimension"] = 100000;
  json["dataset"]["samples"] = 10;
  const auto bytes_with = [&](const Json& optimizer) {
    json["training"]["optimizer"] = optimizer;
    place.write("experiment.json", json);
    Experiment experiment((place.path() / "experiment.json").string());
    static_cast<void>(experiment.load_data({}));
    return waiting_bytes(experiment, *experiment.algorithms.front());
  };
  const double plain = bytes_with("sgd");
  CHECK(plain > 4 * 8 * 4e5);                         // of 4 workers 8 vectors of 100000 floats
  CHECK(bytes_with("adamw") - plain == 4 * 2 * 4e5);  // two more
  CHECK(available_bytes() > 0.0);
}
