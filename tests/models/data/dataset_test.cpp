// SPDX-License-Identifier: Apache-2.0
#include "models/data/dataset.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "models/model.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

TEST_CASE("every data set has a partition, iid unless stated, and reads back as it is resolved") {
  const std::map<std::string, Json> required = {{"csv", {{"train", "a.csv"}, {"label", "y"}}},
                                                {"npz", {{"train", "a.npz"}}},
                                                {"npy", {{"features", "a.npy"}, {"labels", "b.npy"}}},
                                                {"idx", {{"features", "a.idx"}, {"labels", "b.idx"}}},
                                                {"libsvm", {{"train", "libsvm/a9a"}}},
                                                {"text", {{"file", "text"}}}};
  for (const auto& entry : datasets().entries()) {
    Json json = {{"name", entry.name}};
    const auto keys = required.find(entry.name);
    if (keys != required.end()) json.update(keys->second);
    auto named = read_named(datasets(), json, Place("test"));
    const Json resolved = values(datasets(), named);
    CHECK(resolved["partition"] == Json({{"scheme", "iid"}}));
    auto again = read_named(datasets(), resolved, Place("test"));
    CHECK(values(datasets(), again) == resolved);
  }
}

TEST_CASE("the partition of a data set is read with its parameters") {
  const Json json = Json::parse(
      R"({"name": "synthetic-images", "train": 40, "partition": {"scheme": "label-shards", "shards_per_worker": 1}})");
  auto named = read_named(datasets(), json, Place("test"));
  CHECK(values(datasets(), named)["partition"]["shards_per_worker"] == 1);
  const Data data = named->load({});
  for (const auto& part : named->partition().split_samples({.labels = data.train.labels(), .folders = {}}, 10, 1)) {
    for (const std::uint32_t index : part)
      CHECK(data.train.labels().classes()[index] == data.train.labels().classes()[part[0]]);
  }
}

TEST_CASE("a data set that chance decides has a seed, its own before any other") {
  auto open = read_named(datasets(), "gaussian-points", Place("test"));
  CHECK(values(datasets(), open)["seed"].is_null());
  CHECK(open->seed() == 1);
  open->default_seed(7);
  open->default_seed(8);  // it has one now
  CHECK(values(datasets(), open)["seed"] == 7);
  auto given = read_named(datasets(), Json({{"name", "gaussian-points"}, {"seed", 3}}), Place("test"));
  given->default_seed(7);
  CHECK(given->seed() == 3);
  CHECK(given->load({}).train.sha256() != open->load({}).train.sha256());
  CHECK_THAT(usage_error([] {
               (void)datasets().read(Json({{"name", "mnist"}, {"seed", 3}}), Place("e.json"));
             }),
             Catch::Contains("/seed"));
}

TEST_CASE("an unknown partition names its place and the nearest") {
  const Json json = Json::parse(R"({"name": "mnist", "partition": {"scheme": "dirichle"}})");
  const auto message = usage_error([&] { (void)datasets().read(json, Place("e.json")); });
  CHECK_THAT(message, Catch::Contains("e.json") && Catch::Contains("/partition/scheme") &&
                          Catch::Contains("did you mean \"dirichlet\""));
}

TEST_CASE("every model, data set and partition describes itself") {
  const auto check = [](const auto& registry) {
    CHECK(registry.schema()["anyOf"].size() == registry.entries().size());
    for (const auto& entry : registry.entries()) {
      CHECK_FALSE(entry.help.empty());
      Parameters parameters;
      const auto component = entry.make();
      component->parameters(parameters);
      for (const auto& parameter : parameters.list()) CHECK_FALSE(parameter.help.empty());
    }
  };
  check(models());
  check(datasets());
  check(partitions());
}

}  // namespace
}  // namespace lowband
