// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// A change that spoils the small experiment, and parts of the message about it.
struct Spoilt {
  std::string pointer;  ///< JSON pointer of the key to set
  std::string value;    ///< JSON; empty: the key is removed
  std::vector<std::string> message;
};

std::vector<Spoilt> spoilt_experiments() {
  return {
      // Keys that are missing, unknown, of another type, out of range.
      {"/model", "", {"the document: the key \"model\" is missing"}},
      {"/training/iterations", "", {"/training: the key \"iterations\" is missing"}},
      {"/algorithms/0/name", "", {"/algorithms/0: the key \"name\" is missing"}},
      {"/algorithms/1/paradigm", "", {"/algorithms/1: the key \"paradigm\" is missing: which algorithm?"}},
      {"/itterations", "8", {"/itterations: unknown key"}},
      {"/training/learning_rat", "1", {"/training/learning_rat: unknown key, did you mean \"learning_rate\"?"}},
      {"/algorithms/1/compression/bit", "4", {"/algorithms/1/compression/bit: unknown key", "\"bits\"?"}},
      {"/scenarios/1/links/0/bandwith", "1", {"/scenarios/1/links/0/bandwith: unknown key", "\"bandwidth\"?"}},
      {"/a~1b~0c", "1", {"/a~1b~0c: unknown key"}},
      {"/workers", "\"four\"", {"/workers: expected an integer", "found \"four\""}},
      {"/workers", "0", {"/workers: expected an integer from 1", "found 0"}},
      {"/workers", "2.5", {"/workers: expected an integer", "found 2.5"}},
      {"/training", "[]", {"/training: expected an object, found []"}},
      {"/training/momentum", "0.9", {"/training/momentum: unknown key"}},  // it is the optimizer's
      {"/training/optimizer",
       R"({"name": "sgd", "momentum": 1.5})",
       {"/training/optimizer/momentum: expected a number"}},
      {"/training/optimizer", R"("sdg")", {"/training/optimizer: expected the name of an optimizer", "\"sgd\"?"}},
      {"/training/optimizer", R"({"name": "sgd", "nestrov": true})", {"/training/optimizer/nestrov", "\"nesterov\"?"}},
      {"/training/optimizer",
       R"({"name": "sgd", "nesterov": true})",
       {"/training/optimizer/nesterov: Nesterov's momentum needs a momentum above 0"}},
      {"/training/optimizer",
       R"({"name": "adamw", "betas": 0.9})",
       {"/training/optimizer/betas: expected two numbers from 0 to below 1, found 0.9"}},
      {"/training/optimizer",
       R"({"name": "adamw", "betas": [0.9, 1]})",
       {"/training/optimizer/betas/1: expected a number from 0 to below 1, found 1"}},
      {"/training/optimizer", R"({"name": "adamw", "eps": -1})", {"/training/optimizer/eps: expected a number"}},
      {"/training/schedule", R"("cosin")", {"/training/schedule: expected the name of a schedule", "\"cosine\"?"}},
      {"/training/schedule", R"("step")", {"/training/schedule/milestones: expected a list of at least one step"}},
      {"/training/schedule",
       R"({"name": "step", "milestones": [5, 5]})",
       {"/training/schedule/milestones/1: expected a step after 5, found 5"}},
      {"/training/schedule", R"({"name": "step", "milestones": [0]})", {"/training/schedule/milestones/0: expected"}},
      {"/training/schedule", R"({"name": "cosine", "T_max": 0})", {"/training/schedule/T_max: expected an integer"}},
      {"/training/schedule",
       R"({"name": "constant", "warmup_steps": 2, "start_factor": 0})",
       {"/training/schedule/start_factor: expected a number above 0 up to 1, found 0"}},
      {"/training/schedule", R"({"name": "constant", "warmup": 2})", {"/training/schedule/warmup: unknown key"}},
      {"/algorithms/0/local_steps", "0", {"/algorithms/0/local_steps: expected an integer at least 1, found 0"}},
      {"/algorithms/0/local_steps", "[1]", {"/algorithms/0/local_steps: expected an integer at least 1, or a period"}},
      {"/algorithms/0/local_steps", "1.5", {"/algorithms/0/local_steps: expected an integer", "found 1.5"}},
      {"/algorithms/0/local_steps", "\"onec\"", {"/algorithms/0/local_steps: expected the name", "\"once\"?"}},
      {"/algorithms/0/local_steps",
       R"({"name": "post-local", "steps": 4})",
       {"/algorithms/0/local_steps: the key \"switch_at\" is missing"}},
      {"/algorithms/0/local_steps",
       R"({"name": "growing", "steps": 4, "most": 3})",
       {"/algorithms/0/local_steps/most: expected at least \"steps\", 4, found 3"}},
      {"/algorithms/0/local_steps", R"("by-time")", {"/algorithms/0/local_steps: the key \"seconds\" is missing"}},
      {"/algorithms/0/local_steps",
       R"({"name": "by-time", "seconds": "soon"})",
       {"/algorithms/0/local_steps/seconds: expected a duration"}},
      {"/algorithms/1/local_steps",
       R"({"name": "by-time", "seconds": 1})",
       {"/algorithms/1/local_steps: workers of this paradigm synchronise with some others only", "use \"all-reduce\""}},
      {"/algorithms/0/optimizer_state", "\"averagd\"", {"/algorithms/0/optimizer_state: expected one of", "averaged"}},
      {"/algorithms/0/average", "\"sample\"", {"/algorithms/0/average: expected one of", "\"samples\"?"}},
      {"/algorithms/0/outer", "\"slomo\"", {"/algorithms/0/outer: expected the name of an outer", "\"slowmo\"?"}},
      {"/algorithms/0/outer",
       R"({"name": "slowmo", "learning_rate": 0})",
       {"/algorithms/0/outer/learning_rate: expected a number above 0, found 0"}},
      {"/algorithms/1/outer", "\"slowmo\"", {"/algorithms/1/outer: unknown key"}},  // gossip has no common average
      {"/training/iterations", "-1", {"/training/iterations: expected an integer", "found -1"}},
      {"/training/iterations", "1e12", {"/training/iterations: expected an integer", "4294967295", "found 1"}},
      {"/training/batch_size", "0", {"/training/batch_size: expected an integer at least 1, found 0"}},
      {"/evaluation/every", "null", {"/evaluation/every: expected an integer", "found null"}},
      {"/algorithms/1/compression/bits", "17", {"/algorithms/1/compression/bits", "from 2 to 16, found 17"}},
      {"/dataset/samples", "0", {"/dataset/samples: expected an integer", "found 0"}},
      {"/seed", "-1", {"/seed: expected an integer", "found -1"}},
      {"/seed", "1e16", {"/seed: expected an integer"}},
      {"/seeds", "[1, 2]", {"/seeds: expected either \"seed\" or \"seeds\", found both"}},
      {"/hosts", "[\"worker-0\", 1, 2, 3]", {"/hosts/1: expected text, found 1"}},
      {"/compute", "{\"slowdown\": [1, 1, 0, 1]}", {"/compute/slowdown/2: expected a number above 0, found 0"}},
      {"/compute", "{\"slowdown\": [1, 2]}", {"/compute/slowdown: expected one factor per worker, 4, found 2"}},
      {"/compute",
       R"({"slowdown": {"wroker-1": 2}})",
       {"/compute/slowdown: no host of a worker matches \"wroker-1\", did you mean \"worker-1\"?"}},
      {"/compute", R"({"slowdown": {"worker-7": 2}})", {"/compute/slowdown: no host of a worker matches \"worker-7\""}},
      {"/compute",
       R"({"jitter": {"distribution": "pareto", "shape": 0.5}})",
       {"/compute/jitter/shape: expected a number above 1 up to 1000, found 0.5"}},
      {"/algorithms", "[]", {"/algorithms: expected a list of at least one algorithm, found []"}},
      {"/algorithms/0", "\"all-reduce\"", {"/algorithms/0: expected an algorithm", "found \"all-reduce\""}},
      {"/scenarios", "{}", {"/scenarios: expected a list of at least one scenario, found {}"}},
      {"/scenarios/1/links/0/bandwidth",
       "\"fast\"",
       {"/scenarios/1/links/0/bandwidth: expected a bandwidth", "\"fast\""}},
      {"/scenarios/1/links/0/bandwidth", "0", {"/scenarios/1/links/0/bandwidth: expected a bandwidth above 0"}},
      {"/scenarios/1/links/0/bandwidth", "10", {"/scenarios/1/links/0/bandwidth: expected a bandwidth with its unit"}},
      {"/scenarios/1/links/0/latency", "5", {"/scenarios/1/links/0/latency: expected a latency with its unit"}},
      {"/scenarios/1/links/0/bandwidth_profile",
       R"({"points": [[0, 1], [1e-300, 0.5]], "period": 2e-300})",
       {"/bandwidth_profile/period: expected a period of at least 1e-09 s, the resolution of the simulated clock"}},
      {"/scenarios/1/links/0/bandwidth_profile",
       R"({"points": [[1, 1], [1.0000000001, 0.5]]})",
       {"/bandwidth_profile: expected times that are 1e-09 s apart"}},
      {"/scenarios/1/links/0/bandwidth_profile",
       R"({"kind": "bursts", "every": 1e-300, "length": 1e-300, "period": 1e-299})",
       {"/bandwidth_profile/period: expected a period of at least 1e-09 s"}},
      {"/scenarios/1/links/0/latency_profile",
       R"({"kind": "day-night", "period": 1e-12})",
       {"/latency_profile/period: expected a period of at least 1e-09 s"}},
      {"/scenarios/1/links/0/latency", "\"-1ms\"", {"/scenarios/1/links/0/latency: expected a duration", "\"-1ms\""}},
      {"/scenarios/1/links/0", "{\"match\": \"*\"}", {"/scenarios/1/links/0: expected \"bandwidth\" or \"latency\""}},
      // What has no effect, as the file alone shows.
      {"/algorithms/0/quantization",
       R"("per-hop")",
       {"/algorithms/0/quantization: has no effect: nothing is compressed"}},
      {"/algorithms/0",
       R"({"name": "a", "paradigm": "all-reduce", "compression": "low-rank", "quantization": "all-gather"})",
       {"/algorithms/0/quantization: has no effect: the codec \"low-rank\" has an average of its own"}},
      {"/algorithms/0/compression",
       R"({"name": "none", "error_feedback": true})",
       {"/algorithms/0/compression/error_feedback: has no effect: everything travels in full precision"}},
      {"/algorithms/0/compression", R"({"name": "none", "scope": "layer"})", {"/compression/scope: has no effect"}},
      {"/algorithms/0/compression",
       R"({"name": "none", "skip_smaller_than": 4})",
       {"/compression/skip_smaller_than: has no effect"}},
      {"/algorithms/0/compression",
       R"({"name": "low-rank", "scope": "layer"})",
       {"/compression/scope: has no effect: \"low-rank\" takes every matrix by itself"}},
      {"/algorithms/1",
       R"({"name": "a", "paradigm": "gossip", "method": "deep-squeeze",
           "compression": {"name": "scaled-sign", "error_feedback": true}})",
       {"/algorithms/1/compression/error_feedback: has no effect: \"deep-squeeze\" feeds the errors"}},
      {"/algorithms/0",
       R"({"name": "a", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": "1ms"},
           "fusion_bytes": 8, "overlap": true})",
       {"/algorithms/0/overlap: has no effect: with periods \"by-time\""}},
      {"/algorithms/0/optimizer_state",
       R"("averaged")",
       {"/algorithms/0/optimizer_state: has no effect: the optimizer \"sgd\" keeps no state without momentum"}},
      {"/algorithms/0/exchange_buffers",
       "true",
       {"/algorithms/0/exchange_buffers: has no effect: the model \"quadratic\" has no buffers"}},
      {"/algorithms/0",
       R"({"name": "a", "paradigm": "gossip", "method": "difference", "compression": "qsgd", "consensus_step": 0.5})",
       {"/algorithms/0/consensus_step: has no effect: ", "has no step towards the neighbours"}},
      {"/algorithms/1",
       R"({"name": "a", "paradigm": "gossip", "method": "sgp", "weights": "metropolis"})",
       {"/algorithms/1/weights: has no effect: \"sgp\" has no mixing matrix"}},
      {"/algorithms/1/topology",
       R"({"name": "small-world", "degree": 2, "rewire": 0, "seed": 3})",
       {"/algorithms/1/topology/seed: has no effect: nothing is left to chance"}},
      {"/training/schedule",
       R"({"name": "cosine", "start_factor": 0.5})",
       {"/training/schedule/start_factor: has no effect: without \"warmup_steps\" there is no warm-up"}},
      {"/model",
       R"({"name": "resnet8", "groups": 4})",
       {"/model/groups: has no effect: batch normalisation has no groups"}},
      {"/dataset",
       R"({"name": "synthetic-images", "crop_padding": 2})",
       {"/dataset/crop_padding: has no effect: without an \"augmentation\" no image is padded"}},
      {"/dataset",
       R"({"name": "libsvm", "train": "a", "test": "b", "test_share": 0.1})",
       {"/dataset/test_share: has no effect: there is a test file"}},
      {"/algorithms/0/local_steps",
       R"({"name": "growing", "growth": 0, "most": 4})",
       {"/growth: expected a number above 0"}},
      // Names that nothing has.
      {"/model/name", "\"quadratik\"", {"/model/name: expected the name of a model", "did you mean \"quadratic\"?"}},
      {"/model", "7", {"/model: expected a model (its name, or an object), found 7"}},
      {"/dataset/name", "\"mnits\"", {"/dataset/name: expected the name of a dataset", "did you mean \"mnist\"?"}},
      {"/dataset/partition/scheme", "\"iidd\"", {"/dataset/partition/scheme: expected", "did you mean \"iid\"?"}},
      {"/algorithms/0/paradigm", "\"allreduce\"", {"/algorithms/0/paradigm: expected", "did you mean \"all-reduce\"?"}},
      {"/algorithms/1/topology/name", "\"rng\"", {"/algorithms/1/topology/name: expected", "did you mean \"ring\"?"}},
      {"/algorithms/1/compression/name", "\"qsdg\"", {"/algorithms/1/compression/name: expected", "\"qsgd\"?"}},
      {"/algorithms/1/weights", "\"unifrom\"", {"/algorithms/1/weights: expected one of", "\"uniform\"?"}},
      {"/network", "\"tpc\"", {"/network: expected a network preset", "found \"tpc\"", "\"tcp\"?"}},
      {"/network", "{\"preset\": \"idael\"}", {"/network/preset: expected a network preset", "\"ideal\"?"}},
      {"/network", "{\"gamma\": 1}", {"/network/gamma: unknown key (there are: preset, window"}},
      {"/network", "{\"network/modle\": \"CM02\"}", {"/network/network~1modle: ", "did you mean \"network/model\"?"}},
      {"/network", "{\"network/model\": \"CM03\"}", {"/network/network~1model: ", "'CM03' is invalid", "CM02"}},
      {"/network", "{\"network/crosstraffic\": \"so\"}", {"/network/network~1crosstraffic: ", "not a boolean"}},
      {"/network",
       "{\"network/bandwidth-factor\": 0}",
       {"/network/network~1bandwidth-factor: expected a number above 0"}},
      {"/network",
       "{\"network/TCP-gamma\": 4194304, \"window\": \"6MiB\"}",
       {"/network/network~1TCP-gamma: is the window: give it as \"window\""}},
      {"/network", "{\"window\": 0}", {"/network/window: expected a size above 0, such as \"6MiB\"", "found 0"}},
      {"/network", "{\"window\": \"6Mbps\"}", {"/network/window: expected a size above 0", "found \"6Mbps\""}},
      {"/network",
       R"({"preset": "ideal", "store_and_forward": true})",
       {"/network/store_and_forward: has no effect with the preset ideal"}},
      {"/network",
       R"({"preset": "lv08", "idle_restart": null})",
       {"/network/idle_restart: has no effect with the preset lv08"}},
      {"/network",
       R"({"store_and_forwrad": true})",
       {"/network/store_and_forwrad: unknown key", "store_and_forward\"?"}},
      {"/network", R"({"receive_offload": 1})", {"/network/receive_offload: expected true or false", "found 1"}},
      {"/network",
       R"({"receive_offload": true, "network/bandwidth-factor": 0.9})",
       {"/network/receive_offload: has no effect: network/bandwidth-factor"}},
      {"/network", R"({"initial_window": 0})", {"/network/initial_window: expected segments of 1448 bytes", "found 0"}},
      {"/network", R"({"initial_window": "10kB"})", {"/network/initial_window: expected segments", "\"10kB\""}},
      {"/network", R"({"window_growth": 0})", {"/network/window_growth: expected a number from 0.01 to 1"}},
      {"/network", R"({"idle_restart": -1})", {"/network/idle_restart: expected a duration"}},
      {"/network",
       R"({"initial_window": 100, "window": "100kB"})",
       {"/network/initial_window: has no effect: it is not below the window"}},
      {"/network",
       R"({"window": "10kB", "idle_restart": "1s"})",
       {"/network/idle_restart: has no effect: initial_window is as large as the window"}},
      {"/network",
       R"({"initial_window": null, "window_growth": 0.5})",
       {"/network/window_growth: has no effect: without initial_window there is no slow start"}},
      {"/network", "{\"contexts/nthreads\": 2}", {"/network/contexts~1nthreads: workers run one after the other"}},
      {"/network", "{\"network/weight-S\": \"1e999\"}", {"/network/network~1weight-S: expected a number at least 0"}},
      {"/network",
       "{\"network/latency-factor\": [1]}",
       {"/network/network~1latency-factor: expected a SimGrid setting"}},
      // Names that cannot be folders, or are taken.
      {"/name", "\"\"", {"/name: expected text, found \"\""}},
      {"/name", "\".hidden\"", {"/name: expected a name without '@'"}},
      {"/algorithms/0/name", "\"a@b\"", {"/algorithms/0/name: expected a name without '@'", "found \"a@b\""}},
      {"/algorithms/0/name",
       "\"gossip-4\"",
       {"/algorithms/1/name: expected a name of its own", "\"gossip/4\"", "/algorithms/0"}},
      {"/scenarios/1/name", "\"fast\"", {"/scenarios/1/name: expected a name of its own"}},
      {"/name", '"' + std::string(300, 'x') + '"', {"/name: expected a name of at most 80 bytes"}},
      // Sweeps: the place is that of the value in the file, whoever finds it wrong.
      {"/algorithms/0/local_steps",
       R"({"sweep": [2, 0]})",
       {"/algorithms/0/local_steps/sweep/1: expected an integer at least 1, found 0"}},
      {"/algorithms/1/compression",
       R"({"sweep": ["none", {"name": "qsgd", "bits": {"sweep": [8, 40]}}]})",
       {"/algorithms/1/compression/sweep/1/bits/sweep/1: expected an integer"}},
      {"/algorithms/0/quantization",
       R"({"sweep": ["per-hop", "shared-scale"]})",
       {"/algorithms/0/quantization/sweep/0: has no effect"}},
      {"/algorithms/0/optimizer_state",
       R"({"sweep": ["local", "averaged"]})",
       {"/algorithms/0/optimizer_state/sweep/1: has no effect: the optimizer \"sgd\" keeps no state"}},
      {"/algorithms/0/training",
       R"({"learning_rate": {"sweep": [0.1, -0.1]}})",
       {"/algorithms/0/training/learning_rate/sweep/1: expected a number at least 0"}},
      {"/algorithms/1/topology",
       R"({"sweep": ["ring", {"name": "torus", "dimensions": [3]}]})",
       {"/algorithms/1/topology/sweep/1/dimensions", "sides"}},
      {"/algorithms/0/name", R"({"sweep": ["a", "b"]})", {"/algorithms/0/name: expected text"}},
      {"/algorithms/0",
       R"({"name": "gossip/{local_steps}", "paradigm": "all-reduce", "local_steps": {"sweep": [2, 4]}})",
       {"/algorithms/1/name: expected a name of its own, found \"gossip/4\"", "taken by /algorithms/0/name"}},
      {"/algorithms/0",
       R"({"name": ")" + std::string(70, 'x') + R"(", "paradigm": "all-reduce", "local_steps": {"sweep": [2, 4]}})",
       {"/algorithms/0/name: expected a name of at most 80 bytes, found one of 84, \"xxx", "x local_steps=2\""}},
      {"/training/learning_rate", R"({"sweep": [0.1, 0.3]})", {"/training/learning_rate: expected a number"}},
      // Descriptions are texts, everywhere.
      {"/description", "3", {"/description: expected text, found 3"}},
      {"/algorithms/0/description", "[]", {"/algorithms/0/description: expected text, found []"}},
      // What does not go together.
      {"/workers", "9", {"/workers: expected at most 8, the hosts of "}},
      {"/hosts", R"(["worker-0"])", {"/hosts: expected one host per worker, 4, found 1"}},
      {"/hosts",
       R"(["worker-0", "worker-1", "worker-2", "worker-0"])",
       {"/hosts/3: expected a host per worker", "\"worker-0\""}},
      {"/hosts",
       R"(["worker-0", "worker-1", "worker-2", "wroker-3"])",
       {"/hosts: ", "no host \"wroker-3\", did you mean \"worker-3\"?"}},
      {"/scenarios/1/links/0/match", "\"ethernet*\"", {"/scenarios/1/links: ", "no link matches \"ethernet*\""}},
      {"/scenarios/1/platform",
       "\"satr.xml\"",
       {"/scenarios/1/platform: expected a SimGrid platform file", "did you mean \"star.xml\"?"}},
      {"/scenarios/1/platform", "\"experiment.json\"", {"/scenarios/1/platform: ", "experiment.json: "}},
      {"/scenarios/0/network", "\"tpc\"", {"/scenarios/0/network: expected a network preset", "\"tcp\"?"}},
      {"/scenarios/0/network",
       R"({"preset": "ideal", "network/modle": "CM02"})",
       {"/scenarios/0/network/network~1modle: ", "did you mean \"network/model\"?"}},
      {"/scenarios/1/hosts", R"([{"match": "wroker-1", "speed": 1e9}])", {"/scenarios/1/hosts: ", "\"worker-1\"?"}},
      {"/scenarios/1/links",
       R"([{"match": "*", "bandwidth": ["1Mbps", "10Mbps"]}, {"match": "ethernet*", "latency": 0}])",
       {"/scenarios/1/links: ", "no link matches \"ethernet*\""}},
      {"/scenarios/0/links",
       R"([{"match": "*", "bandwidth_profile": {"points": [[0, 1e308]]}}])",
       {"/scenarios/0/links: ", "expected a bandwidth above 0"}},
      {"/evaluation/target_accuracy", "0.9", {"/evaluation/target_accuracy: the model \"quadratic\" has no accuracy"}},
      {"/algorithms/1/method", "\"plain\"", {"/algorithms/1/method", "sends full precision"}},
      {"/algorithms/1/topology",
       R"({"name": "edge-list", "edges": [[0, 1], [2, 3]]})",
       {"/algorithms/1/topology/edges: the graph is not connected"}},
      {"/algorithms/1/topology",
       R"({"name": "edge-list", "edges": [[0, 4]]})",
       {"/algorithms/1/topology/edges/0: expected workers from 0 to 3"}},
      {"/algorithms/1/topology",
       R"({"name": "torus", "dimensions": [3]})",
       {"/algorithms/1/topology/dimensions", "sides"}},
      {"/dataset",
       R"({"name": "gaussian-points", "samples": 10, "partition": {"scheme": "label-shards", "shards_per_worker": 9}})",
       {"/dataset/partition: ", "36 shards", "found 10"}},
  };
}

/// What is said when `file` is read, its platform looked at, its data made and split; "" if nothing is wrong.
std::string complaint_about(const std::string& file) {
  try {
    Experiment experiment(file);
    static_cast<void>(experiment.inspect_platform());
    const Data data = experiment.load_data({});
    static_cast<void>(experiment.split(data, experiment.seeds().front()));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a spoilt experiment is refused in one line that tells what is wrong", "[experiment]") {
  const Workplace place;
  const std::string file = (place.path() / "experiment.json").string();
  place.write("experiment.json", Workplace::small_experiment());
  CHECK(complaint_about(file).empty());
  for (const auto& [pointer, value, message] : spoilt_experiments()) {
    CAPTURE(pointer, value);
    Json experiment = Workplace::small_experiment();
    const Json::json_pointer key(pointer);
    if (value.empty()) {
      experiment[key.parent_pointer()].erase(key.back());
    } else {
      experiment[key] = Json::parse(value);
    }
    place.write("experiment.json", experiment);
    const std::string said = complaint_about(file);
    CHECK_THAT(said, StartsWith(file + ": "));
    CHECK(said.find('\n') == std::string::npos);
    for (const auto& part : message) CHECK_THAT(said, Contains(part));
  }
}
