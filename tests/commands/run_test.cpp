// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include <algorithm>
#include <cstdlib>

#include "sim/results/run_folder.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> small_runs = {"gossip-4@fast@seed1", "gossip-4@slow@seed1", "ring@fast@seed1",
                                             "ring@slow@seed1"};

/// Full precision, which converges, and DCD on one level, too coarse for it (Tang et al. 2018 bound the error that it
/// stands): the error of its differences feeds itself until it leaves the numbers that a float can hold.
Json half_diverging_experiment() {
  Json experiment = Workplace::small_experiment();
  experiment["dataset"]["dimension"] = 1024;
  experiment["training"]["iterations"] = 3000;
  experiment["evaluation"]["every"] = 100;
  experiment["algorithms"][1] = Json::parse(R"({"name": "coarse", "paradigm": "gossip", "method": "difference",
    "compression": {"name": "qsgd", "levels": 1, "bucket": 1024, "norm": "2"}})");
  experiment.erase("scenarios");
  return experiment;
}

}  // namespace

TEST_CASE("a run leaves the results folder of the design, and says so in one line", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  CHECK(place.succeed({"run", "experiment.json"}) == "4 of 4 runs done: results/small\n");
  const std::vector<std::string> expected = {
      "gossip-4@fast@seed1", "gossip-4@slow@seed1", "manifest.json", "platform.xml",
      "ring@fast@seed1",     "ring@slow@seed1",     "shares.csv",    "traces"};
  CHECK(names_in(place.path() / "results" / "small") == expected);
  for (const auto& run : small_runs) {
    CHECK(names_in(place.path() / "results" / "small" / run) ==
          std::vector<std::string>{"links.csv", "metrics.csv", "peers.csv", "summary.json", "timing.json",
                                   "traffic.csv", "workers.csv"});
    const Json summary = Json::parse(place.read("results/small/" + run + "/summary.json"));
    CHECK(summary["status"] == "finished");
    CHECK(summary["iterations"] == 8);
  }
  CHECK(place.succeed({"run", "experiment.json", "--out", "elsewhere/", "--quiet"}).empty());
  CHECK(names_in(place.path() / "elsewhere") == expected);
}

TEST_CASE("the same experiment gives the same files, whatever the number of threads", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  // A step takes some 400 000 operations: enough to be handed to another thread.
  experiment["model"] = Json::parse(R"({"name": "mlp", "hidden": [32]})");
  experiment["dataset"] = Json::parse(R"({"name": "synthetic-images", "train": 400, "test": 100, "side": 8,
    "partition": {"scheme": "dirichlet", "alpha": 0.5}})");
  experiment["training"]["batch_size"] = 32;
  experiment["compute"]["jitter"] = 0.3;
  experiment["evaluation"]["each_worker"] = true;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "first", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "again", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  const auto first = place.reproducible_files("first");
  CHECK(first.size() ==
        4 * 8 + 3 + 3);  // a folder and seven files per run, manifest, platform and shares, two traces in a folder
  CHECK(place.reproducible_files("again") == first);
  CHECK(place.reproducible_files("two") == first);
  CHECK(Json::parse(place.read("first/ring@fast@seed1/timing.json"))["threads"] == 1);
  CHECK(Json::parse(place.read("two/ring@fast@seed1/timing.json"))["threads"] == 2);
}

TEST_CASE("each worker's own model is tested beside the mean model, and kept if asked", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["evaluation"] = {{"every", 3}, {"each_worker", true}, {"test_samples", 50}, {"worker_test_samples", 20}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const RunRecord ring = read_run(place.path() / "out" / "ring@slow@seed1");
  const RunRecord gossip = read_run(place.path() / "out" / "gossip-4@fast@seed1");
  for (const auto& run : {ring, gossip}) {
    REQUIRE(run.metrics.size() == 4);  // at 0, and at the first synchronisation at or after 3, 6 and 8
    const std::uint64_t first = run.summary.algorithm == "ring" ? 4 : 3;  // K = 2 and 1
    REQUIRE(run.worker_metrics.size() == 4 * 4);
    for (std::size_t i = 0; i < run.metrics.size(); ++i) {
      const MetricsRow& row = run.metrics[i];
      CHECK(row.iteration == std::vector<std::uint64_t>{0, first, 6, 8}[i]);
      double mean = 0.0;
      double worst = 1.0;
      double loss = 0.0;
      for (int worker = 0; worker < 4; ++worker) {
        const WorkerMetricsRow& own = run.worker_metrics[4 * i + static_cast<std::size_t>(worker)];
        CHECK(own.worker == worker);
        CHECK(own.iteration == row.iteration);
        CHECK(own.epoch == row.epoch);
        CHECK(own.sim_time_s == row.sim_time_s);
        mean += own.test_accuracy / 4;
        loss += own.test_loss / 4;
        worst = std::min(worst, own.test_accuracy);
      }
      CHECK(row.workers_test_accuracy == Approx(mean));
      CHECK(row.workers_test_loss == Approx(loss));
      CHECK(row.worst_worker_test_accuracy == worst);
      CHECK(std::isnan(row.workers_train_loss));  // nobody asked for a target_loss
    }
    CHECK(run.summary.final.worst_worker_test_accuracy == run.metrics.back().worst_worker_test_accuracy);
  }
  // After an all-reduce all models are one; by gossip they are not, but for the first one.
  const auto tells_apart = [](const RunRecord& run, std::size_t i) {
    return run.worker_metrics[4 * i].test_loss != run.worker_metrics[4 * i + 1].test_loss;
  };
  for (std::size_t i = 0; i < 4; ++i) CHECK_FALSE(tells_apart(ring, i));
  CHECK_FALSE(tells_apart(gossip, 0));
  CHECK(tells_apart(gossip, 3));
}

TEST_CASE("the experiment in the manifest gives the same results once more", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "first"});
  place.write("resolved.json", Json::parse(place.read("first/manifest.json"))["experiment"]);
  place.succeed({"run", "resolved.json", "--out", "again"});
  CHECK(place.reproducible_files("again") == place.reproducible_files("first"));
}

TEST_CASE("runs are chosen by a shell pattern with --only", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  CHECK(place.succeed({"run", "experiment.json", "--out", "a", "--only", "*@slow"}) == "2 of 2 runs done: a\n");
  CHECK(names_in(place.path() / "a") == std::vector<std::string>{"gossip-4@slow@seed1", "manifest.json", "platform.xml",
                                                                 "ring@slow@seed1", "shares.csv", "traces"});
  place.succeed({"run", "experiment.json", "--out", "b", "--only", "gossip/4@fast"});
  CHECK(names_in(place.path() / "b") ==
        std::vector<std::string>{"gossip-4@fast@seed1", "manifest.json", "platform.xml", "shares.csv", "traces"});
  CHECK(Json::parse(place.read("b/manifest.json"))["runs"] == Json::array({"gossip-4@fast@seed1"}));
}

TEST_CASE("with several seeds every run has a folder per seed, on its own numbers", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {3, 7};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "both", "--only", "ring@fast"});
  CHECK(names_in(place.path() / "both") == std::vector<std::string>{"manifest.json", "platform.xml", "ring@fast@seed3",
                                                                    "ring@fast@seed7", "shares.csv", "traces"});
  CHECK(names_in(place.path() / "both" / "traces") == std::vector<std::string>{"ring@seed3.trace", "ring@seed7.trace"});
  CHECK(place.read("both/ring@fast@seed3/metrics.csv") != place.read("both/ring@fast@seed7/metrics.csv"));
  // The data are those of the first seed, so a run with it alone is the same run.
  experiment.erase("seeds");
  experiment["seed"] = 3;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--only", "ring@fast"});
  CHECK(place.read("one/ring@fast@seed3/metrics.csv") == place.read("both/ring@fast@seed3/metrics.csv"));
}

TEST_CASE("results that exist are kept, unless --overwrite", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto whole = place.files("out");
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 4 of 4 runs done: out\n");
  CHECK(place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@slow"}) ==
        "nothing to do: 2 of 2 runs done: out\n");
  CHECK(place.files("out") == whole);

  // What is wrong with the new experiment is found before the old results go.
  Json experiment = Workplace::small_experiment();
  experiment["workers"] = 9;
  place.write("experiment.json", experiment);
  place.refuse({"run", "experiment.json", "--out", "out", "--overwrite"});

  // The new results replace the old ones as a whole: what they do not have is gone too.
  experiment["workers"] = 2;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--overwrite", "--only", "ring@slow"});
  CHECK(names_in(place.path() / "out") ==
        std::vector<std::string>{"manifest.json", "platform.xml", "ring@slow@seed1", "shares.csv", "traces"});
  CHECK(Json::parse(place.read("out/ring@slow@seed1/summary.json"))["workers"] == 2);
  CHECK(names_in(place.path()) == std::vector<std::string>{"experiment.json", "out", "star.xml"});

  fs::create_directory(place.path() / "empty");
  place.succeed({"run", "experiment.json", "--out", "empty"});
}

TEST_CASE("what is no results folder is never written to or replaced", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.write("thesis/chapter.tex", std::string("years of work\n"));
  place.write("page/manifest.json", std::string("{\"name\": \"a web page has one, too\"}\n"));
  for (const std::string folder : {"thesis", "page"}) {
    CHECK_THAT(place.refuse({"run", "experiment.json", "--out", folder}),
               StartsWith(folder + ": expected a new folder"));
    CHECK_THAT(place.refuse({"run", "experiment.json", "--out", folder, "--overwrite"}),
               StartsWith(folder + ": expected a new folder"));
  }
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "star.xml", "--overwrite"}),
             StartsWith("star.xml: expected a folder for the results, found a file"));
}

TEST_CASE("a results folder that cannot be written is refused", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "star.xml/out"}),
             Contains("star.xml/out") && Contains("cannot be written: Not a directory"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "/proc/lowband"}),
             Contains("/proc/lowband") && Contains("cannot be written"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", std::string(300, 'x')}), Contains("File name too long"));
}

TEST_CASE("on a full disk nothing is left behind, and old results stay", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  Circumstances full;
  full.file_size_limit = 512;  // less than the manifest
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "deep/er/out"}, full),
             Contains("manifest.json: cannot be written: File too large"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out", "--overwrite"}, full),
             Contains("manifest.json: cannot be written: File too large"));
}

TEST_CASE("a disk that fills up keeps the runs that are done, whole", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["iterations"] = 400;
  experiment["evaluation"]["every"] = 1;  // at some 100 bytes each, more than the limit
  place.write("experiment.json", experiment);
  Circumstances full;
  full.file_size_limit = 16384;
  // The trace of a run is the first that is too large, its metrics the next.
  for (const std::string file : {"traces/ring@seed1.trace", "ring@fast@seed1/metrics.csv"}) {
    const std::string option = file.ends_with("csv") ? "--no-replay" : "--overwrite";
    const Ended ended = place.lowband({"run", "experiment.json", "--out", "out" + option, option}, full);
    CHECK(ended.status == 2);
    CHECK(ended.complaints() == "lowband: out" + option + "/" + file + ": cannot be written: File too large\n");
    CHECK(names_in(place.path() / ("out" + option)) ==
          std::vector<std::string>{"manifest.json", "platform.xml", "shares.csv"});
  }
}

TEST_CASE("standard output that cannot be written is an error", "[commands]") {
  const Workplace place;
  Circumstances full;
  full.standard_output = "/dev/full";
  CHECK_THAT(place.refuse({"list"}, full), Contains("standard output: cannot be written: No space left on device"));
}

TEST_CASE("a run that diverges says so, and the others go on", "[commands]") {
  const Workplace place;
  place.write("experiment.json", half_diverging_experiment());
  const Ended run = place.lowband({"run", "experiment.json", "--out", "out"});
  CHECK(run.status == 0);
  CHECK(run.out == "2 of 2 runs done: out\n");
  CHECK_THAT(run.err, Contains("warning") && Contains("may diverge"));
  CHECK(Json::parse(place.read("out/ring@platform@seed1/summary.json"))["status"] == "finished");
  const Json diverged = Json::parse(place.read("out/coarse@platform@seed1/summary.json"));
  CHECK(diverged["status"] == "diverged");
  CHECK_THAT(diverged["reason"].get<std::string>(), Contains("worker") && Contains("at iteration"));
  CHECK(diverged["iterations"] < 3000);
  CHECK_THAT(place.succeed({"compare", "out"}), Contains("diverged"));
}

TEST_CASE("a learning rate out of all reason diverges at once", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 1e6;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  for (const auto& run : small_runs) {
    CHECK(Json::parse(place.read("out/" + run + "/summary.json"))["status"] == "diverged");
  }
}

TEST_CASE("Fashion-MNIST is read from its files", "[commands]") {
  const char* const variable = std::getenv("LOWBAND_DATA");
  const fs::path data =
      variable != nullptr ? fs::path(variable) : fs::path(LOWBAND_SOURCE_DIR) / ".." / "shared" / "data";
  if (!fs::exists(data / "fashion-mnist")) {
    WARN("skipped: Fashion-MNIST is read from its files: no fashion-mnist in " << data);
    return;
  }
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = {{"name", "fashion-mnist"}};
  experiment["evaluation"] = {{"every", 4}, {"train_samples", 100}, {"test_samples", 100}};
  place.write("experiment.json", experiment);
  place.succeed(
      {"run", "experiment.json", "--out", "out", "--only", "ring@fast", "--data", fs::absolute(data).string()});
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  CHECK(manifest["data"]["train"]["samples"] == 60000);
  CHECK(manifest["data"]["test"]["samples"] == 10000);
  CHECK(manifest["parameters"] == 7850);  // 784 x 10 + 10
}

TEST_CASE("data that are not there are named with where they were looked for", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = {{"name", "fashion-mnist"}};
  place.write("experiment.json", experiment);
  Circumstances circumstances;
  circumstances.data = "from-the-environment";
  CHECK_THAT(place.refuse({"run", "experiment.json", "--data", "from-the-option"}, circumstances),
             StartsWith("experiment.json: /dataset: ") &&
                 Contains("from-the-option/fashion-mnist; from-the-environment/fashion-mnist; data/fashion-mnist") &&
                 Contains("train-images-idx3-ubyte"));
}

TEST_CASE("IDX files that are wrong are refused with file and byte", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = {{"name", "mnist"}};
  place.write("experiment.json", experiment);
  const auto put_idx = [&](const std::string& name, const std::string& content) {
    place.write("data/mnist/" + name, content);
  };
  // Two images of 1 x 2 pixels with the labels 3 and 4.
  const std::string images(
      "\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x02"
      "abcd",
      20);
  const std::string labels("\0\0\x08\x01\0\0\0\x02\x03\x04", 10);
  for (const std::string part : {"train", "t10k"}) {
    put_idx(part + "-images-idx3-ubyte", images);
    put_idx(part + "-labels-idx1-ubyte", labels);
  }
  // All is right but the number of samples.
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Contains("/dataset/partition: ") && Contains("4 workers, found 2"));
  put_idx("t10k-images-idx3-ubyte", images.substr(0, 19));
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             StartsWith("experiment.json: /dataset: data/mnist/t10k-images-idx3-ubyte: byte 16") &&
                 Contains("expected 4 bytes") && Contains("found 3"));
  put_idx("t10k-images-idx3-ubyte", images);
  put_idx("train-images-idx3-ubyte", labels);
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Contains("train-images-idx3-ubyte: byte 0: expected the magic number"));
  put_idx("train-images-idx3-ubyte", images);
  put_idx("train-labels-idx1-ubyte", std::string("\0\0\x08\x01\0\0\0\x01\x03", 9));
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Contains("train-labels-idx1-ubyte: byte 4: expected 2 labels") && Contains("found 1"));
  fs::remove(place.path() / "data" / "mnist" / "train-labels-idx1-ubyte");
  CHECK_THAT(place.refuse({"run", "experiment.json"}), Contains("data/mnist (lacks train-labels-idx1-ubyte)"));
}
