// SPDX-License-Identifier: Apache-2.0
// A model that nobody trains: its runs take the time and send the bytes that training one of the same tensors would.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <sys/resource.h>

#include <cmath>

#include "sim/algorithms/learner.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/reporter.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/world/idle_worker.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/checked_child.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

/// Four hosts around a switch: a megabyte per second and 1 ms to it, and so fast that operations take no time.
constexpr auto four_fast = R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="w" suffix="" radical="0-3" speed="1e18f" bw="1MBps" lat="1ms" sharing_policy="SPLITDUPLEX"/>
</platform>
)";

Json timing_only() {
  return Json::parse(R"({
    "name": "timing",
    "platform": "fast.xml",
    "workers": 4,
    "network": "ideal",
    "compute": {"step_time": "500ms"},
    "model": {"name": "timing-only", "parameters": 8000},
    "training": {"iterations": 3},
    "algorithms": [{"name": "ring", "paradigm": "all-reduce"}]
  })");
}

void write(const Workplace& place, const Json& experiment) {
  place.write("fast.xml", std::string(four_fast));
  place.write("experiment.json", experiment);
}

std::vector<MetricsRow> metrics_of(const Workplace& place, const std::string& run) {
  return read_run(place.path() / run).metrics;
}

/// The small experiment with these algorithms, a quadratic of 61 coordinates, and the same without training it.
struct Twins {
  Json trained;
  Json idle;
};

Twins twins(const Json& algorithms) {
  Json trained = Workplace::small_experiment();
  trained["workers"] = 8;
  trained["dataset"]["dimension"] = 61;
  trained["training"]["optimizer"] = {{"name", "sgd"}, {"momentum", 0.5}};
  trained["training"]["iterations"] = 5;
  trained["compute"] = {{"step_time", "7ms"}, {"jitter", 0.3}, {"slowdown", {1, 1, 3, 1, 1, 1, 1, 1.5}}};
  trained["algorithms"] = algorithms;
  Json idle = trained;
  idle.erase("dataset");
  for (const auto* key : {"batch_size", "learning_rate"}) idle["training"].erase(key);
  idle["model"] = Json::parse(R"({"name": "timing-only", "tensors": [["x", 61]]})");
  return {trained, idle};
}

/// All results but what was learned.
std::map<std::string, std::string> times_and_traffic(const Workplace& place, const std::string& folder) {
  auto files = place.reproducible_files(folder);
  std::erase_if(files, [](const auto& file) {
    const fs::path path(file.first);
    const bool is_of_run = path.has_parent_path() && !path.parent_path().string().starts_with("traces");
    return !is_of_run || path.filename() == "summary.json" || path.filename() == "metrics.csv";
  });
  for (const auto& entry : fs::directory_iterator(place.path() / folder)) {
    const std::string run = entry.path().filename().string();
    if (run.find('@') == std::string::npos) continue;
    std::string& rows = files[run];
    for (const auto& row : metrics_of(place, folder + "/" + run)) {
      rows += fmt::format("{} {} {}\n", row.iteration, row.sim_time_s, row.bytes_sent);
    }
  }
  return files;
}

}  // namespace

TEST_CASE("a ring all-reduce of a model that nobody trains takes its closed form", "[timing-only]") {
  // A chunk is a quarter of 8000 parameters: 8000 bytes and a header of 16, over two links of 1 ms: 2 ms + 8.016 ms a
  // hop. 2 (4 - 1) hops and a step of half a second make a synchronisation, each with a row of metrics.csv.
  const Workplace place;
  write(place, timing_only());
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "1 of 1 runs done: out\n");
  const auto rows = metrics_of(place, "out/ring@platform@seed1");
  REQUIRE(rows.size() == 4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].iteration == i);
    CHECK(rows[i].sim_time_s == Approx(static_cast<double>(i) * (0.5 + 6 * 0.010016)).epsilon(1e-9));
    CHECK(rows[i].bytes_sent == i * 4 * 6 * 8016);
    CHECK(std::isnan(rows[i].train_loss));
    CHECK(std::isnan(rows[i].epoch));
  }
  const Json summary = Json::parse(place.read("out/ring@platform@seed1/summary.json"));
  CHECK(summary["parameters"] == 8000);
  CHECK(summary["bits_per_parameter"] == 32.0);
  CHECK(summary["sizes"] == "exact");
  CHECK(summary["final"]["train_loss"].is_null());
}

TEST_CASE("steps that take no time leave that of synchronisations", "[timing-only]") {
  const Workplace place;
  Json experiment = timing_only();
  experiment["compute"]["step_time"] = "0s";
  write(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(metrics_of(place, "out/ring@platform@seed1").back().sim_time_s == Approx(3 * 6 * 0.010016).epsilon(1e-9));
}

TEST_CASE("what nobody trains has the times and bytes of what is trained", "[timing-only]") {
  const Workplace place;
  const auto [trained, idle] = twins(Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce", "local_steps": 2},
    {"name": "shared", "paradigm": "all-reduce", "quantization": "shared-scale",
     "compression": {"name": "qsgd", "bits": 4, "bucket": 16}},
    {"name": "averaged", "paradigm": "all-reduce", "optimizer_state": "averaged", "outer": "nesterov"},
    {"name": "reset", "paradigm": "all-reduce", "optimizer_state": "reset", "quantization": "all-gather",
     "compression": {"name": "top-k", "ratio": 0.25, "error_feedback": true}},
    {"name": "overlap", "paradigm": "all-reduce", "optimizer_state": "averaged", "fusion_bytes": 256, "overlap": true},
    {"name": "low rank", "paradigm": "all-reduce", "compression": {"name": "low-rank", "error_feedback": true}},
    {"name": "by time", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": "20ms"}},
    {"name": "auto", "paradigm": "all-reduce", "collective": "auto"},
    {"name": "d-psgd", "paradigm": "gossip", "method": "d-psgd"},
    {"name": "sgp", "paradigm": "gossip", "method": "sgp", "topology": "directed-exponential"},
    {"name": "choco", "paradigm": "gossip", "compression": {"name": "qsgd", "bits": 8, "bucket": 16}},
    {"name": "squeeze", "paradigm": "gossip", "method": "deep-squeeze",
     "compression": {"name": "qsgd", "bits": 8, "bucket": 16}}
  ])"));
  place.write("trained.json", trained);
  place.write("idle.json", idle);
  place.succeed({"run", "trained.json", "--out", "trained"});
  place.succeed({"run", "idle.json", "--out", "idle"});
  const auto expected = times_and_traffic(place, "trained");
  CHECK(expected.size() > 24);
  CHECK(times_and_traffic(place, "idle") == expected);
}

TEST_CASE("a scenario may have steps of its own, and a replay takes them", "[timing-only][replay]") {
  const Workplace place;
  Json experiment = timing_only();
  experiment["algorithms"].push_back(
      {{"name", "overlap"}, {"paradigm", "all-reduce"}, {"fusion_bytes", 16000}, {"overlap", true}});
  experiment["model"] = Json::parse(R"({"name": "timing-only", "tensors": [["a", 4000], ["b", 4000]]})");
  experiment["compute"]["jitter"] = 0.25;
  experiment["scenarios"] = Json::parse(R"([{"name": "usual"}, {"name": "slow", "step_time": "2s"}])");
  write(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "run", "--no-replay"});
  const auto expected = times_and_traffic(place, "run");
  CHECK(times_and_traffic(place, "replayed") == expected);
  CHECK(Json::parse(place.read("replayed/ring@slow@seed1/timing.json"))["replayed"] == true);
  const auto usual = metrics_of(place, "run/ring@usual@seed1");
  CHECK(metrics_of(place, "run/ring@slow@seed1").back().sim_time_s > usual.back().sim_time_s + 2.0);

  place.write("later.json", Json::parse(R"({"scenarios": [{"name": "later", "step_time": "2s"}]})"));
  CHECK(place.succeed({"retime", "replayed", "--scenarios", "later.json"}) == "2 of 2 runs done: replayed\n");
  CHECK(place.read("replayed/ring@later@seed1/traffic.csv") == place.read("run/ring@slow@seed1/traffic.csv"));
}

TEST_CASE("trained models may have a time for their steps, too", "[timing-only]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([{"name": "once", "paradigm": "all-reduce", "local_steps": "once"}])");
  experiment["compute"] = {{"step_time", "3s"}, {"slowdown", {1, 1, 1, 2}}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  // 8 steps of 3 s, of 6 s on the slowest worker, and an exchange of 16 floats.
  const double time = metrics_of(place, "out/once@fast@seed1").back().sim_time_s;
  CHECK(time > 48.0);
  CHECK(time < 48.1);
}

TEST_CASE("codes whose sizes depend on values are as large as those of normal vectors", "[timing-only]") {
  const Workplace place;
  Json experiment = timing_only();
  experiment["algorithms"] = Json::parse(R"([{"name": "half", "paradigm": "all-reduce", "quantization": "all-gather",
    "compression": {"name": "threshold", "tau": 0.6744898}, "local_steps": 3}])");
  write(place, experiment);
  const Ended ended = place.lowband({"run", "experiment.json", "--out", "out"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("messages are as large as codes of normal vectors"));
  CHECK(Json::parse(place.read("out/half@platform@seed1/summary.json"))["sizes"] == "of normal vectors");
  // Half of all normal numbers are beyond 0.6745, of 8000 some 4000 +- 45; each takes an index of 13 bits and a sign,
  // beside their number: 4 + 4000 x 14 / 8 = 7004 bytes +- 78, of which 5 are allowed. Each of 4 workers sends 3 codes.
  const double bytes = static_cast<double>(metrics_of(place, "out/half@platform@seed1").back().bytes_sent) / 12 - 16;
  CHECK(bytes == Approx(7004).margin(390));
  CHECK_THAT(place.succeed({"compare", "out"}),
             Contains("Messages of half are as large as codes of normal vectors, as nothing was learned."));
}

TEST_CASE("what is about learning is refused where nothing is learned", "[timing-only]") {
  const Workplace place;
  const auto refused = [&](const char* pointer, const Json& value) {
    Json experiment = timing_only();
    experiment[Json::json_pointer(pointer)] = value;
    write(place, experiment);
    const std::string message = place.refuse({"validate", "experiment.json", "--quick"});
    CHECK(place.refuse({"run", "experiment.json"}) == message);
    return message;
  };
  const auto has_no_effect = [&](const char* pointer, const Json& value) {
    CHECK(refused(pointer, value) == std::string("experiment.json: ") + pointer +
                                         ": has no effect: nothing is learned with the model \"timing-only\"");
  };
  has_no_effect("/dataset", "gaussian-points");
  has_no_effect("/training/learning_rate", 0.1);
  has_no_effect("/training/batch_size", 32);
  has_no_effect("/training/schedule", "cosine");
  has_no_effect("/evaluation/target_accuracy", 0.9);
  has_no_effect("/evaluation/target_loss", 0.1);
  has_no_effect("/evaluation/stop_at_target", true);
  has_no_effect("/evaluation/of", "workers");
  has_no_effect("/evaluation/each_worker", true);
  has_no_effect("/evaluation/train_samples", 10);
  has_no_effect("/algorithms/0/training/learning_rate", 0.1);
  const std::string no_samples =
      ": there are no training samples to go by: nothing is learned with the model \"timing-only\"";
  CHECK(refused("/algorithms/0/average", "samples") == "experiment.json: /algorithms/0/average" + no_samples);
  CHECK(refused("/algorithms/0", Json::parse(R"({"name": "s", "paradigm": "parameter-server", "clients_per_round": 2,
                                                 "sampling": "samples"})")) ==
        "experiment.json: /algorithms/0/sampling" + no_samples);
  CHECK(refused("/compute", Json::object()) ==
        "experiment.json: /scenarios: the scenario \"platform\" has no \"step_time\", nor has \"compute\": how long "
        "does a step of the model \"timing-only\" take?");
  CHECK_THAT(refused("/compute/step_time", "-1s"), Contains("/compute/step_time: expected a duration of at least 0"));
  CHECK_THAT(refused("/model/tensors", Json::parse(R"([["a", 1]])")), Contains("/model/tensors: expected either"));

  Json trained = Workplace::small_experiment();
  trained.erase("dataset");
  place.write("experiment.json", trained);
  CHECK(place.refuse({"validate", "experiment.json", "--quick"}) ==
        "experiment.json: the document: the key \"dataset\" is missing: what the model is trained on");
}

TEST_CASE("scenarios to time again need a time for their steps, if the experiment has none", "[timing-only]") {
  const Workplace place;
  Json experiment = timing_only();
  experiment.erase("compute");
  experiment["scenarios"] = Json::parse(R"([{"name": "usual", "step_time": "1s"}])");
  write(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  place.write("new.json", Json::parse(R"({"scenarios": [{"name": "none"}]})"));
  CHECK_THAT(place.refuse({"retime", "out", "--scenarios", "new.json"}),
             Contains("new.json: /scenarios: the scenario \"none\" has no \"step_time\""));
}

TEST_CASE("results without learning are compared, drawn and gone on with", "[timing-only]") {
  const Workplace place;
  write(place, timing_only());
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}), Contains("runs       1"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 1 of 1 runs done: out\n");
  const std::string table = place.succeed({"compare", "out"});
  CHECK_THAT(table, Contains("total time") && Contains("total bytes") && Contains("finished"));
  CHECK_THAT(table, !Contains("target") && !Contains("accuracy") && !Contains("loss") && !Contains("consensus"));
  CHECK(place.refuse({"compare", "out", "--target", "accuracy=0.9"}) ==
        "out: nothing was learned, so there is no target to reach");
  CHECK(place.refuse({"plot", "out", "--kind", "over-time"}) ==
        "out: there is nothing to plot: nothing was learned; --kind link-bytes shows the traffic");
  CHECK(Json::parse(place.read("out/manifest.json"))["experiment"]["dataset"].is_null());
}

TEST_CASE("the memory of a run does not grow with a model that nobody trains", "[timing-only]") {
  const auto peak_kB = [](const std::string& parameters, const std::string& algorithm) {
    const Prepared ready = prepared(algorithm, 8);
    const PlatformSettings platform = star(8, 1e9, 1e-4);
    return std::stol(run_in_checked_child([&] {
      const auto model =
          models().read(Json::parse(R"({"name": "timing-only", "parameters": )" + parameters + "}"), Place("test"));
      const Data data{};
      const Problem problem(*model, data, std::vector<std::vector<std::uint32_t>>(8), 32, 1);
      TrainingSettings settings;
      settings.iterations = 3;
      settings.optimizer = read_named(optimizers(), Json::parse(R"({"name": "adamw"})"), Place("test"));
      ReporterSettings reports;
      reports.evaluation.every = 1;
      reports.iterations = settings.iterations;
      TaskPool pool(1);
      Simulation simulation(platform, {.slowdown = {}, .jitter = 0.0, .step_time_s = 0.1}, 1, pool);
      Reporter reporter(problem, reports, 8, pool, simulation);
      simulation.run([&](Worker& worker) {
        IdleWorker idle(worker);
        Learner learner(worker.rank(), problem, settings, ready.algorithm->optimizer_state(), false);
        ready->node(worker.rank())->run(idle, &learner, reporter);
      });
      CHECK(reporter.metrics().size() == 4);
      rusage usage{};
      ::getrusage(RUSAGE_SELF, &usage);
      return std::to_string(usage.ru_maxrss);
    }));
  };
  // Of 10^9 parameters one vector would take 4 GB; what is sampled of codes of unknown sizes takes up to 40 MB.
  for (
      const std::string algorithm :
      {R"({"name": "a", "paradigm": "all-reduce", "optimizer_state": "averaged", "outer": "nesterov"})",
       R"({"name": "a", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 4, "error_feedback": true}})",
       R"({"name": "a", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 4}, "quantization": "shared-scale"})",
       R"({"name": "a", "paradigm": "all-reduce", "compression": "low-rank"})",
       R"({"name": "a", "paradigm": "gossip", "method": "d-psgd"})",
       R"({"name": "a", "paradigm": "gossip", "method": "sgp", "topology": "directed-exponential"})",
       R"({"name": "a", "paradigm": "gossip", "method": "extrapolation", "compression": "natural"})",
       R"({"name": "a", "paradigm": "gossip", "compression": {"name": "qsgd", "encoding": "elias-sparse"}, "consensus_step": 0.5})"}) {
    INFO(algorithm);
    const long few = peak_kB("1000", algorithm);
    CHECK(peak_kB("1000000000", algorithm) < few + 60'000);
  }
}
