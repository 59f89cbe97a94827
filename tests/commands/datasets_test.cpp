// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <map>

#include "sim/base/csv_reader.hpp"
#include "tests/commands/workplace.hpp"
#include "tests/models/data/idx_files.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// The small experiment with logistic regression on rows of LIBSVM text.
Json sparse_experiment() {
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "logistic-regression";
  experiment["dataset"] = {{"name", "libsvm"}, {"train", "sets/rows"}};
  return experiment;
}

std::string rows() {
  std::string text;
  for (int row = 0; row < 60; ++row) {
    text += row % 3 == 0 ? "-1 " : "+1 ";
    text += std::to_string(1 + row % 3) + ":1 " + std::to_string(5 + row % 7) + ":0.5\n";
  }
  return text;
}

}  // namespace

TEST_CASE("sparse data are trained on, the same with any number of threads", "[commands]") {
  const Workplace place;
  place.write("data/sets/rows", rows());
  Json experiment = sparse_experiment();
  experiment["training"] = {{"iterations", 200}, {"batch_size", 16}, {"learning_rate", 0.5}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  const Json manifest = Json::parse(place.read("one/manifest.json"));
  CHECK(manifest["parameters"] == 12);  // 11 features and the bias
  CHECK(manifest["data"]["train"]["samples"] == 48);
  CHECK(manifest["data"]["test"]["samples"] == 12);
  CHECK_FALSE(manifest["data"].contains("notes"));
  const Json summary = Json::parse(place.read("one/ring@fast@seed1/summary.json"));
  CHECK(summary["final"]["test_accuracy"] == 1.0);  // the first three features tell the classes apart
}

TEST_CASE("files may be packed wherever they are read", "[commands]") {
  const Workplace place;
  const auto pack = [&](const std::string& from, const std::string& to) {
    const std::string content = place.read(from);
    write_gzip(place.path() / to, {content.begin(), content.end()});
  };
  place.write("data/sets/plain", rows());
  pack("data/sets/plain", "data/sets/rows");
  Json experiment = sparse_experiment();
  place.write("experiment.json", experiment);
  pack("experiment.json", "packed.json.gz");
  place.succeed({"run", "packed.json.gz", "--out", "packed"});
  experiment["dataset"]["train"] = "sets/plain";
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "plain"});
  CHECK(place.read("packed/ring@fast@seed1/metrics.csv") == place.read("plain/ring@fast@seed1/metrics.csv"));
  CHECK(place.read("packed/shares.csv") == place.read("plain/shares.csv"));
  const std::string platform = place.read("star.xml");
  write_gzip(place.path() / "star.xml", {platform.begin(), platform.end()});
  place.succeed({"run", "experiment.json", "--out", "star"});
  CHECK(place.read("star/ring@fast@seed1/metrics.csv") == place.read("plain/ring@fast@seed1/metrics.csv"));
  CHECK(place.read("star/platform.xml") == platform);
}

TEST_CASE("the results tell which samples each worker has", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {3, 7};
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = Json::parse(R"({"name": "synthetic-images", "train": 200, "test": 50, "side": 8,
    "classes": 3, "partition": {"scheme": "dirichlet", "alpha": 0.5}})");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string shares = place.read("out/shares.csv");
  CHECK_THAT(shares, StartsWith("seed,worker,samples,label_0,label_1,label_2\n3,0,"));
  CsvReader reader(place.path() / "out" / "shares.csv", "seed,worker,samples,label_0,label_1,label_2");
  std::map<std::uint64_t, std::uint64_t> samples;
  std::map<std::uint64_t, std::uint64_t> of_label_1;
  for (int row = 0; reader.next(); ++row) {
    std::vector<std::uint64_t> fields(6);
    for (std::size_t i = 0; i < 6; ++i) reader.read(i, "number", fields[i]);
    CHECK(fields[1] == static_cast<std::uint64_t>(row % 4));
    CHECK(fields[2] == fields[3] + fields[4] + fields[5]);
    samples[fields[0]] += fields[2];
    of_label_1[fields[0]] += fields[4];
  }
  CHECK(samples == std::map<std::uint64_t, std::uint64_t>{{3, 200}, {7, 200}});  // every sample once
  CHECK(of_label_1[3] == of_label_1[7]);  // the data are those of the first seed, whoever has them
  // They are as the seed splits them, and stay when results are added to.
  Json more = experiment;
  more["scenarios"].push_back({{"name", "platform"}});
  place.write("experiment.json", more);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  CHECK(place.read("out/shares.csv") == shares);
  place.write("others.json", Json{{"scenarios", {{{"name", "later"}}}}});
  place.succeed({"retime", "out", "--scenarios", "others.json", "--quiet"});
  CHECK(place.read("out/shares.csv") == shares);
}

TEST_CASE("augmented images are trained on, the same with any number of threads", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = Json::parse(R"({"name": "synthetic-images", "train": 200, "test": 50, "side": 8,
    "augmentation": "crop-flip", "crop_padding": 2})");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  CHECK(Json::parse(place.read("one/manifest.json"))["experiment"]["dataset"]["augmentation"] == "crop-flip");
}

TEST_CASE("CIFAR-10 with some of its batches is noted", "[commands]") {
  const Workplace place;
  const fs::path batches = place.path() / "data" / "cifar-10" / "cifar-10-batches-bin";
  for (const char* name : {"data_batch_3.bin", "test_batch.bin"}) {
    write_bytes(batches / name, {});
    fs::resize_file(batches / name, 30730000);  // black images of class 0
  }
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = "cifar-10";
  experiment["training"]["iterations"] = 2;
  experiment["evaluation"]["test_samples"] = 100;
  experiment.erase("scenarios");
  place.write("experiment.json", experiment);
  const Ended ended = place.lowband({"run", "experiment.json"});
  CHECK(ended.status == 0);
  CHECK(ended.complaints() == "lowband: note: cifar-10: 10000 training images, as 1 of 5 batches are there\n");
  const Json data = Json::parse(place.read("results/small/manifest.json"))["data"];
  CHECK(data["train"]["samples"] == 10000);
  CHECK(data["notes"] == Json::array({"cifar-10: 10000 training images, as 1 of 5 batches are there"}));
}

TEST_CASE("data sets that cannot be used are refused", "[commands]") {
  const Workplace place;
  const auto said_of = [&](const Json& experiment) {
    place.write("experiment.json", experiment);
    return place.refuse({"run", "experiment.json"});
  };
  Json experiment = sparse_experiment();
  CHECK_THAT(said_of(experiment), StartsWith("experiment.json: /dataset: the LIBSVM file \"sets/rows\" is not there; "
                                             "looked in: data."));
  place.write("data/sets/rows", rows() + "+1 3:1 2:1\n");
  CHECK(said_of(experiment) ==
        "experiment.json: /dataset: data/sets/rows:61: expected an index above 3, that of the value before, found "
        "\"2:1\"");
  place.write("data/sets/rows", rows() + "0 1:1\n");
  CHECK(said_of(experiment) == "experiment.json: /model: a binary classifier needs data of 2 classes, these have 3");
  experiment["dataset"] = {{"name", "libsvm"}, {"tran", "sets/rows"}};
  CHECK_THAT(said_of(experiment), StartsWith("experiment.json: /dataset/tran: unknown key, did you mean \"train\"?"));
  experiment["dataset"] = {{"name", "cifar-10"}, {"augmentation", "flip"}};
  CHECK_THAT(said_of(experiment), StartsWith("experiment.json: /dataset/augmentation: ") && Contains("crop-flip"));
  experiment["dataset"] = "cifar-10";
  CHECK_THAT(said_of(experiment), StartsWith("experiment.json: /dataset: dataset \"cifar-10\" is not there; looked in: "
                                             "data/cifar-10. "));
}

TEST_CASE("what run refuses of a model and its data validate refuses, too", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const auto both_say = [&](const std::string& message) {
    place.write("experiment.json", experiment);
    for (const std::string command : {"run", "validate"}) {
      INFO(command);
      CHECK_THAT(place.refuse({command, "experiment.json"}), StartsWith("experiment.json: " + message));
    }
  };
  experiment["dataset"] = {{"name", "synthetic-images"}, {"train", 100}, {"test", 20}};
  experiment["model"] = "lstm";
  both_say("/model: \"lstm\" learns from text");
  experiment["model"] = "linear-svm";
  both_say("/model: a binary classifier needs data of 2 classes, these have 10");
  experiment["model"] = "quadratic";
  experiment["dataset"] = {{"name", "gaussian-points"}, {"samples", 2}, {"clusters", 1}};
  both_say("/dataset/partition: the partition needs at least one training sample for each of the 4 workers, found 2");
  experiment["dataset"] = {{"name", "libsvm"}, {"train", "rows"}};
  place.write("data/rows", std::string("+1 3:1 2:1\n"));
  both_say("/dataset: data/rows:1: expected an index above 3");
}

TEST_CASE("without the files validate checks what is known of a data set", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const auto validated = [&](const std::string& dataset, const std::string& model) {
    experiment["dataset"] = dataset;
    experiment["model"] = model;
    place.write("experiment.json", experiment);
    return std::vector<std::string>{"validate", "experiment.json", "--data", "nowhere", "--quick"};
  };
  for (const std::string dataset : {"mnist", "fashion-mnist", "cifar-10"}) {
    CHECK_THAT(place.refuse(validated(dataset, "lstm")),
               StartsWith("experiment.json: /model: \"lstm\" learns from text"));
    CHECK_THAT(place.refuse(validated(dataset, "linear-svm")), StartsWith("experiment.json: /model: a binary "));
    CHECK_THAT(place.succeed(validated(dataset, "softmax-regression")),
               Contains("experiment.json: valid\n") && Contains("rounds     in closed form") &&
                   Contains(dataset == "cifar-10" ? "  30730  " : "  7850  ") && Contains("forecast   ? real time"));
  }
}

TEST_CASE("weights by samples that are all alike are warned of by validate, too", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["average"] = "samples";
  place.write("experiment.json", experiment);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"validate", "experiment.json", "--quick"},
                                                  {"run", "experiment.json", "--out", "out", "--quiet"}}) {
    CHECK_THAT(place.lowband(command).err, Contains("\"average\": \"samples\" makes no difference"));
  }
}
