// SPDX-License-Identifier: Apache-2.0
// Every synchroniser with every codec, in worlds that differ: its models depend on neither the order in which messages
// arrive, nor on what is handed over by pointer; it asks for no content outside Worker::compute; and where nothing is
// computed, and its vectors are empty, it does and sends as much.
#include <catch2/catch.hpp>

#include <optional>
#include <stdexcept>
#include <utility>

#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/base/error.hpp"
#include "sim/trace/operation.hpp"
#include "sim/world/forwarding_worker.hpp"
#include "sim/world/idle_worker.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/compression/variants.hpp"
#include "tests/world/memory_world.hpp"
#include "tests/world/remote_worker.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr int workers = 6;  // no power of two
constexpr int rounds = 3;
const Layout tensors = {{"w", {8, 5}}, {"b", {7}, true}};
const Vector start(47, 0.25F);

/// Notes what is asked of it.
class NotingWorker final : public ForwardingWorker {
 public:
  NotingWorker(Worker& worker, std::vector<TraceOperation>& notes) : ForwardingWorker(worker), notes_(notes) {}
  void compute(double flops, FunctionRef<void()> work) override {
    notes_.push_back({.kind = TraceOperation::Kind::compute, .flops = flops});
    ForwardingWorker::compute(flops, work);
  }
  void compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> /*outline*/) override {
    compute(flops, work);
  }
  void send(int to, Tag tag, Message message) override {
    notes_.push_back({.kind = TraceOperation::Kind::send,
                      .peer = to,
                      .tag = tag,
                      .payload_bytes = message.payload_bytes(),
                      .coordinates = message.coordinates()});
    ForwardingWorker::send(to, tag, std::move(message));
  }
  [[nodiscard]] Message receive(int from, Tag tag) override {
    notes_.push_back({.kind = TraceOperation::Kind::receive, .peer = from, .tag = tag});
    return ForwardingWorker::receive(from, tag);
  }

 private:
  std::vector<TraceOperation>& notes_;
};

/// What each worker does, in memory, where it computes or is idle.
std::vector<std::vector<TraceOperation>> operations(const Prepared& ready, bool is_idle) {
  MemoryWorld world(workers, 1);
  std::vector<std::vector<TraceOperation>> notes(workers);
  world.run([&](Worker& worker) {
    NotingWorker noting(worker, notes[static_cast<std::size_t>(worker.rank())]);
    IdleWorker idle(noting);
    Worker& used = is_idle ? static_cast<Worker&>(idle) : noting;
    const auto models = take_rounds(used, ready, is_idle ? Vector() : start, rounds, tensors);
    if (!is_idle) return;
    for (const auto& model : models) {
      if (!model.empty()) throw std::logic_error("an idle worker has a model");
    }
  });
  return notes;
}

/// Where the sizes of codes depend on values, all but those must be the same.
void check_idle(const Prepared& ready) {
  auto computing = operations(ready, false);
  auto idle = operations(ready, true);
  if (!ready.algorithm->has_known_sizes()) {
    for (auto* of : {&computing, &idle}) {
      for (auto& of_worker : *of) {
        for (auto& operation : of_worker) operation.payload_bytes = 0;
      }
    }
  }
  CHECK(idle == computing);
}

/// The models of all workers after each round, in memory.
template <class SomeWorker>
std::vector<std::vector<Vector>> in_memory(const Prepared& ready, std::uint64_t order) {
  MemoryWorld world(workers, order);
  std::vector<std::vector<Vector>> models(workers);
  world.run([&](Worker& worker) {
    SomeWorker other(worker);
    models[static_cast<std::size_t>(worker.rank())] = take_rounds(other, ready, start, rounds, tensors);
  });
  return models;
}

/// Checks one setting, and returns 1; 0 if it is refused.
int check_in_all_worlds(const std::string& keys, const std::string& codec) {
  const std::string json = R"({"name": "a", )" + keys + R"(, "compression": )" + codec + "}";
  std::optional<Prepared> ready;
  try {
    ready = prepared(json, workers);
  } catch (const UsageError&) {
    return 0;
  }
  INFO(json);
  const auto expected = in_memory<ForwardingWorker>(*ready, 1);
  for (const std::uint64_t order : {2U, 3U}) CHECK(in_memory<ForwardingWorker>(*ready, order) == expected);
  CHECK(in_memory<RemoteWorker>(*ready, 4) == expected);
  check_idle(*ready);
  return 1;
}

int check_with_all_codecs(const std::string& keys) {
  int checked = 0;
  for (const auto& variant : lowband::testing::variants)
    checked += check_in_all_worlds(keys, std::string(variant.json));
  return checked;
}

}  // namespace

TEST_CASE("gossip is the same in every world", "[algorithms][world]") {
  for (const auto& method : gossip_methods()) {
    if (!method.has_rounds()) continue;  // asynchronous_gossip_test.cpp has them
    INFO(method.name);
    const std::string step = method.has_consensus_step ? R"(, "consensus_step": 0.25)" : "";
    const std::string topology = method.pushes ? "directed-exponential" : "torus";
    CHECK(check_with_all_codecs(R"("paradigm": "gossip", "method": ")" + method.name + R"(", "topology": ")" +
                                topology + '"' + step) > 0);
  }
}

TEST_CASE("every average is the same in every world", "[algorithms][world]") {
  for (const std::string way : {"per-hop", "shared-scale", "all-gather", "two-phase"}) {
    INFO(way);
    const std::string collective = way == "two-phase" ? R"("direct")" : R"("ring")";
    CHECK(check_with_all_codecs(R"("paradigm": "all-reduce", "quantization": ")" + way + R"(", "collective": )" +
                                collective) > 0);
  }
}

TEST_CASE("error feedback is the same in every world", "[algorithms][world]") {
  for (const std::string codec :
       {R"("low-rank", )", R"("top-k", "scope": "layer", )", R"("qsgd", "bits": 8, "skip_smaller_than": 8, )"}) {
    const std::string with_feedback = R"({"name": )" + codec + R"("error_feedback": true})";
    for (const std::string way : {R"("per-hop")", R"("all-gather")", R"("two-phase", "collective": "direct")"}) {
      const std::string keys = R"("paradigm": "all-reduce")";
      const bool has_own_average = codec.starts_with(R"("low-rank")");
      CHECK(check_in_all_worlds(keys + (has_own_average ? "" : R"(, "quantization": )" + way), with_feedback) == 1);
    }
  }
  const std::string eight_bits = R"({"name": "qsgd", "bits": 8, "error_feedback": true})";
  CHECK(check_in_all_worlds(R"("paradigm": "all-reduce", "quantization": "shared-scale")", eight_bits) == 1);
}

TEST_CASE("every collective is the same in every world", "[algorithms][world]") {
  const std::string sites = R"({"name": "hierarchical", "sites": [[0, 3, 4], [1, 2], [5]]})";
  for (const std::string& collective : {std::string(R"("ring")"), std::string(R"("direct")"), std::string(R"("tree")"),
                                        std::string(R"("recursive-halving-doubling")"), sites}) {
    for (const std::string codec : {R"("none")", R"({"name": "qsgd", "bits": 3})", R"("low-rank")"}) {
      for (const std::string rest :
           {R"(, "quantization": "per-hop")", R"(, "quantization": "all-gather")", R"(, "fusion_bytes": 64)"}) {
        const std::string keys = R"("paradigm": "all-reduce", "collective": )" + collective + rest;
        const bool is_unused = codec != R"({"name": "qsgd", "bits": 3})" && rest.find("quantization") < rest.size();
        CHECK(check_in_all_worlds(keys, codec) == (is_unused ? 0 : 1));
      }
    }
  }
}

TEST_CASE("a simulation gives what a world in memory does", "[algorithms][world]") {
  for (const std::string keys :
       {R"("paradigm": "gossip", "method": "difference")", R"("paradigm": "all-reduce", "quantization": "all-gather")",
        R"("paradigm": "all-reduce", "collective": "tree")"}) {
    INFO(keys);
    const std::string json = R"({"name": "a", )" + keys + R"(, "compression": {"name": "qsgd", "bits": 3}})";
    const auto simulated = synchronised(json, star(workers, 1e6, 1e-3), start, rounds, random_progress, {}, tensors);
    CHECK(in_memory<ForwardingWorker>(prepared(json, workers), 7) == simulated.models);
  }
}
