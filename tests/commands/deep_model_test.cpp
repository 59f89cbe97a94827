// SPDX-License-Identifier: Apache-2.0
// A deep model through the whole program.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// Batch normalisation with and without exchange of its statistics, dropout, augmentation, quantization, overlap.
Json small_deep_experiment(const Json& model) {
  Json experiment = Workplace::small_experiment();
  experiment["workers"] = 3;
  experiment["model"] = model;
  experiment["dataset"] =
      Json::parse(R"({"name": "synthetic-images", "side": 32, "channels": 3, "train": 60, "test": 12,
                                          "augmentation": "crop-flip"})");
  experiment["training"] = Json::parse(R"({"iterations": 4, "batch_size": 4, "learning_rate": 0.05,
                                           "optimizer": {"name": "sgd", "momentum": 0.9}})");
  experiment["evaluation"] = {{"every", 2}, {"train_samples", 12}, {"each_worker", true}};
  experiment["algorithms"] = Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce", "local_steps": 2, "exchange_buffers": true, "overlap": true,
     "fusion_bytes": 65536},
    {"name": "gossip", "paradigm": "gossip", "topology": "ring", "local_steps": 2,
     "compression": {"name": "qsgd", "bits": 8, "scope": "layer"}}
  ])");
  const bool has_buffers = model.dump().find("lstm") == std::string::npos && model != "lenet5";
  if (!has_buffers) experiment["algorithms"][0].erase("exchange_buffers");
  return experiment;
}

}  // namespace

TEST_CASE("deep models give the same files for any number of threads, replayed or not", "[commands]") {
  const Workplace place;
  const Json model = GENERATE(Json("resnet8"), Json{{"name", "vgg11"}, {"dropout", 0.3}}, Json("lenet5"));
  place.write("experiment.json", small_deep_experiment(model));
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("one");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));
  CHECK(Json::parse(place.read("one/ring@fast@seed1/summary.json"))["final"]["workers_test_accuracy"].is_number());
}

TEST_CASE("a language model learns generated text, the same for any number of threads", "[commands]") {
  const Workplace place;
  Json experiment = small_deep_experiment({{"name", "lstm"}, {"embedding", 4}, {"units", 32}, {"layers", 1}});
  experiment["dataset"] =
      Json::parse(R"({"name": "synthetic-text", "words": 10, "train": 3000, "test": 600, "length": 8})");
  experiment["training"] = Json::parse(R"({"iterations": 120, "batch_size": 16, "learning_rate": 0.5,
                                           "optimizer": {"name": "sgd", "momentum": 0.9}})");
  experiment["evaluation"] = {{"every", 60}, {"train_samples", 64}};
  experiment["algorithms"][0]["fusion_bytes"] = 8192;  // of 23,452
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  // Of ten words most letters but the first can be told; to say "blank" would be right for less than one in three.
  for (const char* run : {"ring@fast@seed1", "gossip@fast@seed1"}) {
    CHECK(Json::parse(place.read(std::string("one/") + run + "/summary.json"))["best_test_accuracy"].get<double>() >
          0.5);
  }
}

TEST_CASE("a language model asks for text", "[commands]") {
  const Workplace place;
  place.write("experiment.json", small_deep_experiment("lstm"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), Catch::Contains("/model: \"lstm\" learns from text"));
}

TEST_CASE("a deep model says when images are too small for it", "[commands]") {
  const Workplace place;
  Json experiment = small_deep_experiment("vgg11");
  experiment["dataset"]["side"] = 28;
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Catch::Contains("/model: layers/28 (max-pooling): 512 x 1 x 1 values arrive"));
}
