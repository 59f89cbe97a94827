// SPDX-License-Identifier: Apache-2.0
// What holds for every method of gossip without rounds, in every world.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <optional>
#include <set>

#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/base/error.hpp"
#include "sim/topology/topology_facts.hpp"
#include "sim/world/compute_scope.hpp"
#include "sim/world/forwarding_worker.hpp"
#include "sim/world/idle_worker.hpp"
#include "tests/algorithms/in_memory.hpp"
#include "tests/world/remote_worker.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto four_bits = R"(, "compression": {"name": "qsgd", "bits": 4})";
constexpr auto modulo = R"(, "compression": {"name": "modulo", "theta": 20})";

std::string gossip(const std::string& method, const std::string& more = "") {
  return R"({"name": "g", "paradigm": "gossip", "method": ")" + method + '"' + more + "}";
}

/// One of each kind, for rings of an even number of workers.
const std::vector<std::string>& methods() {
  static const std::vector<std::string> all = {
      gossip("ad-psgd"),
      gossip("ad-psgd", four_bits),
      gossip("ad-psgd", modulo),
      gossip("ad-psgd", R"(, "exchange": "overlapped")"),
      gossip("ad-psgd", R"(, "local_steps": 3, "exchange": "overlapped")" + std::string(four_bits)),
      gossip("async-push-sum"),
      gossip("async-push-sum", R"(, "local_steps": 2)")};
  return all;
}

TrainingSettings training(std::uint64_t iterations, double learning_rate = 0.1) {
  return {.iterations = iterations, .batch_size = 2, .learning_rate = learning_rate};
}

/// What is evaluated, without the times, which another way to the same instants rounds otherwise.
Json without_times(const Json& all) {
  Json rows = all["metrics"];
  for (Json& row : rows) row.erase(1);
  return rows;
}

/// Steps that take much longer than messages.
ComputeSettings steps_of_a_second() {
  ComputeSettings compute;
  compute.step_time_s = 1.0;
  return compute;
}

/// Takes up to eight times as long for its steps as others, at random.
class Straggler final : public ForwardingWorker {
 public:
  explicit Straggler(Worker& worker) : ForwardingWorker(worker) {}
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    Stream random = this->random(Purpose::jitter, steps_++, 0);
    sleep_until(now() + random.below(8));
    ForwardingWorker::compute_steps(flops, count, work);
  }

 private:
  std::uint32_t steps_ = 0;
};

/// A random connected graph with two sides, as "edges".
Json random_bipartite_edges(Stream& random, int workers) {
  // Each worker but the first two hangs on one of the other side, and some edges between the sides come on top.
  std::array<std::vector<int>, 2> sides = {{{0}, {1}}};
  Json edges = Json::array();
  edges.push_back(Json::array({0, 1}));
  const auto any_of = [&random](const std::vector<int>& side) {
    return side[random.below(static_cast<std::uint32_t>(side.size()))];
  };
  for (int worker = 2; worker < workers; ++worker) {
    const std::size_t side = random.below(2);
    edges.push_back(Json::array({worker, any_of(sides.at(1 - side))}));
    sides.at(side).push_back(worker);
  }
  for (std::uint32_t more = random.below(4); more > 0; --more) {
    const int on_first = any_of(sides[0]);
    edges.push_back(Json::array({on_first, any_of(sides[1])}));
  }
  return edges;
}

}  // namespace

TEST_CASE("one worker without rounds is the sequential run, bit for bit", "[asynchronous]") {
  const auto problem = noisy_quadratic(1, 5, 20, 3);
  const auto platform = star(1, 1e9, 1e-4);
  TrainingSettings settings{.iterations = 12, .batch_size = 3, .learning_rate = 0.1, .weight_decay = 0.01};
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.9, "nesterov": true})");
  settings.schedule = schedule(R"("cosine")");
  for (const std::string steps : {"1", "3"}) {
    const auto sequential = trained(problem, all_reduce(steps), platform, settings, 1);
    REQUIRE(sequential.metrics.size() == (steps == "1" ? 13 : 5));
    for (const std::string method : {"ad-psgd", "async-push-sum"}) {
      for (const std::string exchange : {"serial", "overlapped"}) {
        if (method != "ad-psgd" && exchange != "serial") continue;
        CAPTURE(steps, method, exchange);
        const std::string more = method == "ad-psgd" ? R"(, "exchange": ")" + exchange + '"' : "";
        const auto ready = prepared(gossip(method, R"(, "local_steps": )" + steps + more), platform, {{"x", {5}}});
        const auto alone = trained(problem, ready, platform, settings, by_total_steps(1));
        CHECK(without_times(alone.all) == without_times(sequential.all));
      }
    }
  }
}

TEST_CASE("the staleness of a change is how many pushes came since the model was read, by hand", "[asynchronous]") {
  // Worker 0 pushes at 1, 2, 3, ... s, worker 1 at 3.5, 7, 10.5 s; what is sent at 7 s arrives after the push of then.
  // To worker 1 come 3, 3 and 4 pushes between its own, to worker 0 one after 3, 7 and 10 s. Together they have taken
  // 14 steps at 11 s, 11 and 3.
  const auto problem = noisy_quadratic(2, 3, 4, 2);
  const auto platform = star(2, 1e9, 1e-4);
  ComputeSettings compute = steps_of_a_second();
  compute.slowdown = {1.0, 3.5};
  const auto ready = prepared(gossip("async-push-sum"), platform, problem.model->layout());
  const auto run = trained(problem, ready, platform, training(7), by_total_steps(7), 1, compute);
  CHECK(run.all["staleness"] == Json({8, 3, 0, 2, 1}));
  const auto alone = noisy_quadratic(1, 3, 4, 2);
  const auto by_itself = trained(alone, prepared(gossip("async-push-sum"), star(1, 1e9, 1e-4), alone.model->layout()),
                                 star(1, 1e9, 1e-4), training(7), by_total_steps(7));
  CHECK(by_itself.all["staleness"].empty());
}

TEST_CASE("without rounds all is bitwise alike for one thread and two, and with private lines and without",
          "[asynchronous]") {
  constexpr int workers = 8;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  for (const auto& json : methods()) {
    INFO(json);
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
      const auto speeds = random_speeds(workers, seed);
      for (const auto& platform : {shipped("ring_8.xml", workers), star(workers, 1e6, 0.0001, 1e6)}) {
        const auto ready = prepared(json, platform, problem.model->layout());
        const auto run = [&](int threads, bool knows_pairs) {
          return trained(problem, ready, platform, training(6), by_total_steps(2), threads, speeds, knows_pairs).all;
        };
        const Json expected = run(1, true);
        REQUIRE(expected["metrics"].size() >= 4);
        CHECK(run(2, true) == expected);
        CHECK(without_times(run(1, false)) == without_times(expected));
      }
    }
  }
}

TEST_CASE("a thousand random graphs of two sides, orders of delivery and stragglers: no deadlock", "[asynchronous]") {
  const auto problem = noisy_quadratic(7, 2, 2, 1);
  Stream random(11, Purpose::data, 0, 0);
  for (std::uint64_t trial = 0; trial < 1000; ++trial) {
    const int workers = 2 + static_cast<int>(random.below(6));
    const Json edges = random_bipartite_edges(random, workers);
    const std::string exchange = trial % 2 == 0 ? "serial" : "overlapped";
    const std::string json = gossip("ad-psgd", R"(, "topology": {"name": "edge-list", "edges": )" + edges.dump() +
                                                   R"(}, "exchange": ")" + exchange + '"');
    INFO(json);
    const auto rows =
        in_memory<Straggler>(*problem.problem, prepared(json, workers), workers, training(3), by_total_steps(1), trial);
    REQUIRE(rows.back().iteration >= 3);  // more, where one begins after the others have taken these
  }
}

TEST_CASE("methods without rounds need the bytes of messages alone", "[asynchronous]") {
  constexpr int workers = 6;
  const auto problem = noisy_quadratic(workers, 4, 3, 2);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = settled(json, workers, problem.model->layout());
    std::set<double> ends;
    for (const std::uint64_t order : {1U, 2U, 3U}) {
      const auto expected =
          losses(in_memory<ForwardingWorker>(*problem.problem, ready, workers, training(6), by_total_steps(1), order));
      CHECK(losses(in_memory<RemoteWorker>(*problem.problem, ready, workers, training(6), by_total_steps(1), order)) ==
            expected);
      ends.insert(expected.back());
    }
    CHECK(ends.size() > 1);  // the order decides
  }
}

TEST_CASE("methods without rounds run where nothing is learned", "[asynchronous]") {
  constexpr int workers = 6;
  const auto model = models().read(Json::parse(R"({"name": "timing-only", "parameters": 1000})"), Place("test"));
  const Data data;
  const Problem problem(*model, data, std::vector<std::vector<std::uint32_t>>(workers), 2, 1);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = settled(json, workers, model->layout());
    const auto rows = in_memory<IdleWorker>(problem, ready, workers, training(6), by_total_steps(1), 1);
    CHECK(rows.size() >= 4);
    CHECK(rows.back().bytes_sent > 0);
  }
}

TEST_CASE("methods without rounds learn: all of them approach the optimum of a quadratic", "[asynchronous]") {
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  const auto platform = star(workers, 1e9, 0.05);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = prepared(json, platform, problem.model->layout());
    const auto metrics =
        trained(problem, ready, platform, training(400, 0.02), by_total_steps(40), 1, steps_of_a_second()).metrics;
    REQUIRE(metrics.size() >= 10);
    // Not 0: workers that wait for answers take fewer steps, and pushed models scatter by a step over a weight.
    CHECK(metrics.back().gradient_norm_sq < 0.1 * metrics.front().gradient_norm_sq);
  }
}

TEST_CASE("workers that never hear of the end exchange after as many steps as training has, at most",
          "[asynchronous]") {
  const auto problem = noisy_quadratic(2, 3, 4, 2);
  const auto platform = star(2, 1e9, 1e-4);
  for (const std::string method : {"ad-psgd", "async-push-sum"}) {
    const auto ready = prepared(gossip(method, R"(, "local_steps": "once")"), platform, problem.model->layout());
    const auto run = trained(problem, ready, platform, training(10), by_total_steps(10), 1, steps_of_a_second());
    CHECK(run.metrics.back().iteration == 10);
    CHECK(run.all["messages"] == Json({1, 1}));
  }
}

TEST_CASE("what AD-PSGD sends: a model there and a model back, for every step of an active worker", "[asynchronous]") {
  // d = 100: 4 d bytes and 16 of a message's header. On a path of two, worker 1 asks, worker 0 answers.
  const auto problem = noisy_quadratic(2, 100, 4, 2);
  const auto platform = star(2, 1e9, 1e-4);
  const auto ready = prepared(gossip("ad-psgd"), platform, problem.model->layout());
  const auto run = trained(problem, ready, platform, training(10), by_total_steps(1), 1, steps_of_a_second());
  for (const std::size_t rank : {0U, 1U}) {
    CHECK(run.all["messages"][rank] == 10);
    CHECK(run.all["bytes"][rank] == 10 * 416);
  }
  CHECK(ready->pairs() == std::vector<std::pair<int, int>>{{0, 1}, {1, 0}});
  CHECK(topology_text(ready->facts()) == "1 edges, degree 1, two sides of 1 and 1 workers");
}

TEST_CASE("methods without rounds are neither in step nor timed from traces, and say when they exchange",
          "[asynchronous]") {
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = settled(json, 4, {{"x", {3}}});
    CHECK_FALSE(ready.algorithm->is_in_step());
    CHECK_FALSE(ready.algorithm->is_timing_independent());
  }
  const auto rhythm = [](const std::string& more) { return prepared(gossip("ad-psgd", more), 4).algorithm->rhythm(); };
  CHECK(rhythm(R"(, "local_steps": 4)") == "exchanges every 4 steps, without rounds");
  CHECK(rhythm(R"(, "exchange": "overlapped")") == "exchanges beside its steps, without rounds");
}

TEST_CASE("a consensus step for codes of differences is found, or given", "[asynchronous]") {
  const Layout layout = {{"x", {1000}}};
  const auto step = [&](const std::string& codec, const std::string& more = "") {
    return settled(gossip("ad-psgd", R"(, "compression": )" + codec + more), 8, layout)->settled();
  };
  CHECK(step(R"({"name": "qsgd", "bits": 8})") == Json({{"consensus_step", 1.0}}));
  CHECK(step(R"({"name": "random-k", "ratio": 0.1})")["consensus_step"].get<double>() < 0.5);
  CHECK(step(R"({"name": "random-k", "ratio": 0.1})", R"(, "consensus_step": 0.05)") ==
        Json({{"consensus_step", 0.05}}));
  CHECK(step(R"({"name": "modulo", "theta": 1})") == Json::object());
  CHECK(settled(gossip("ad-psgd"), 8, layout)->settled() == Json::object());
}

TEST_CASE("what methods without rounds cannot do is refused with the place and a way out", "[asynchronous]") {
  const auto refused = [](const std::string& json, int workers, const std::string& message) {
    INFO(json);
    CHECK_THROWS_WITH(prepared(json, workers), Catch::StartsWith("test: " + message));
  };
  refused(
      gossip("ad-psgd"), 5,
      "/topology: \"ad-psgd\" needs a graph with two sides, in which no worker has a neighbour on its own side, but "
      "here workers ");
  CHECK_THROWS_WITH(prepared(gossip("ad-psgd", R"(, "topology": "complete")"), 3),
                    Catch::Contains("are a cycle of 3, an odd number: use \"bipartite\", \"hypercube\" or \"tree\""));
  CHECK_THROWS_WITH(prepared(gossip("ad-psgd"), 101), Catch::Contains(", ... are a cycle of 101"));
  refused(gossip("ad-psgd", R"(, "topology": "directed-ring")"), 4,
          "/topology: the topology \"directed-ring\" is directed, but \"ad-psgd\" needs answers: use \"method\": "
          "\"async-push-sum\", or an undirected topology with two sides such as \"bipartite\"");
  refused(gossip("ad-psgd", R"(, "weights": "lazy")"), 4, "/weights: has no effect: \"ad-psgd\" has no mixing matrix");
  refused(gossip("ad-psgd", R"(, "consensus_step": 0.5)"), 4,
          "/consensus_step: has no effect: \"ad-psgd\" has no step towards the neighbours but in codes of differences");
  refused(gossip("ad-psgd", R"(, "exchange": "sometimes")"), 4, "/exchange: ");
  refused(gossip("plain", R"(, "exchange": "overlapped")"), 4,
          "/exchange: has no effect: \"plain\" does not exchange in pairs");
  refused(gossip("async-push-sum", R"(, "exchange": "serial")"), 4,
          "/exchange: has no effect: \"async-push-sum\" does not exchange in pairs");
  refused(gossip("async-push-sum", four_bits), 4, "/method: \"async-push-sum\" sends full precision, but");
  refused(gossip("ad-psgd", R"(, "compression": "low-rank")"), 4,
          "/compression: the codec \"low-rank\" averages over all workers");
  refused(gossip("ad-psgd", R"(, "compression": {"name": "qsgd", "error_feedback": true})"), 4,
          "/compression/error_feedback: \"ad-psgd\" ");
  for (const std::string method : {"ad-psgd", "async-push-sum"}) {
    refused(gossip(method, R"(, "optimizer_state": "averaged")"), 4, "/optimizer_state: \"" + method);
    refused(gossip(method, R"(, "optimizer_state": "reset")"), 4, "/optimizer_state: \"" + method);
    refused(gossip(method, R"(, "exchange_buffers": true)"), 4, "/exchange_buffers: \"" + method);
    refused(gossip(method, R"(, "local_steps": {"name": "by-time", "seconds": 1})"), 4,
            "/local_steps: \"" + method + "\" counts local steps: expected a number of them, or a period such as ");
  }
}
