// SPDX-License-Identifier: Apache-2.0
// What holds for every method with a server, in every world.
#include <catch2/catch.hpp>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/world/compute_scope.hpp"
#include "sim/world/forwarding_worker.hpp"
#include "sim/world/idle_worker.hpp"
#include "tests/algorithms/in_memory.hpp"
#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/world/remote_worker.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto four_bits = R"(, "compression": {"name": "qsgd", "bits": 4})";
constexpr auto both_ways = R"(, "compression": {"name": "qsgd", "bits": 4}, "downlink": {"name": "qsgd", "bits": 4})";

constexpr auto by_time_keys = R"(, "local_steps": {"name": "by-time", "seconds": "5ms"})";

constexpr int most_shards = 3;

/// One of each kind, for four workers or more.
const std::vector<std::string>& methods() {
  static const std::vector<std::string> all = {
      server("synchronous", both_ways),
      server("synchronous", R"(, "local_steps": 2, "outer": "nesterov")"),
      server("synchronous", R"(, "clients_per_round": 2)" + std::string(four_bits)),
      server("prlc", four_bits),
      server("prlc", R"(, "pull_every": 3, "pulls": "together", "local_steps": 2, "outer": "nesterov")"),
      server("bounded-delay"),
      server("bounded-delay", R"(, "max_delay": 1, "local_steps": 2)" + std::string(four_bits)),
      server("fedbuff", R"(, "buffer": 3)"),
      server("fedbuff", R"(, "buffer": 2, "restart": "after-flush", "outer": "slowmo")" + std::string(four_bits)),
      server("synchronous", R"(, "shards": 2)" + std::string(both_ways)),
      server("synchronous", R"(, "shards": 3, "clients_per_round": 2)"),
      server("prlc", R"(, "shards": 2, "pull_every": 4)"),
      server("bounded-delay", R"(, "shards": 2, "max_delay": 1)" + std::string(four_bits)),
      server("fedbuff", R"(, "shards": 3, "buffer": 2)"),
      server("fedasync"),
      server("fedasync", R"(, "local_steps": 2, "shards": 2, "proximal": 0.5)" + std::string(four_bits)),
      server("synchronous", R"(, "local_steps": 2, "proximal": 0.5)" + std::string(both_ways)),
      server("downpour", R"(, "outer": {"name": "adagrad", "learning_rate": 0.5})"),
      server("downpour",
             R"(, "push_every": 2, "fetch_every": 3, "outer": "none", "shards": 3)" + std::string(four_bits)),
      server("downpour", R"(, "exchange": "serial", "fetch_every": 2, "local_steps": 2, "outer": "none")"),
      server("easgd", R"(, "local_steps": 2)"),
      server("easgd", R"(, "shards": 2, "elasticity": 0.1)" + std::string(four_bits)),
      server("easgd", R"(, "in_rounds": true, "local_steps": 2)" + std::string(four_bits)),
      server("easgd", R"(, "in_rounds": true, "shards": 3)"),
      server("synchronous", std::string(by_time_keys) + both_ways),
      server("synchronous", R"(, "shards": 2, "clients_per_round": 2)" + std::string(by_time_keys)),
      server("bounded-delay", std::string(by_time_keys) + four_bits),
      server("delta"),
      server("delta", R"(, "local_steps": 2, "requests": 1)" + std::string(four_bits)),
      server("delta", R"(, "shards": 3)" + std::string(four_bits))};
  return all;
}

TrainingSettings server_training(std::uint64_t iterations, double learning_rate = 0.1) {
  return {.iterations = iterations, .batch_size = 2, .learning_rate = learning_rate};
}

ReporterSettings reports_of(const Prepared& ready, int every) {
  auto reports = by_total_steps(every);
  if (ready.algorithm->is_in_step()) reports.clock = EvaluationClock::iterations;
  return reports;
}

}  // namespace

TEST_CASE("with a server all is bitwise alike for one thread and two, and with private lines and without", "[server]") {
  constexpr int workers = 6;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  for (const auto& json : methods()) {
    INFO(json);
    const auto platform = star_with_server(workers, 1e-4, most_shards);
    const auto ready = prepared(json, platform, problem.model->layout());
    for (const std::uint32_t seed : {1U, 2U}) {
      const auto run = [&](int threads, bool knows_pairs) {
        return trained(problem, ready, platform, server_training(6), reports_of(ready, 2), threads,
                       random_speeds(workers, seed), knows_pairs)
            .all;
      };
      const Json expected = run(1, true);
      REQUIRE(expected["metrics"].size() >= 4);
      CHECK(run(2, true) == expected);
      CHECK(figures(run(1, false)) == figures(expected));
    }
  }
}

TEST_CASE("methods with a server need the bytes of messages alone", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 4, 3, 2);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = settled(json, workers, problem.model->layout());
    std::set<double> ends;
    for (const std::uint64_t order : {1U, 2U, 3U}) {
      const auto expected = losses(in_memory<ForwardingWorker>(*problem.problem, ready, workers, server_training(6),
                                                               reports_of(ready, 1), order));
      CHECK(losses(in_memory<RemoteWorker>(*problem.problem, ready, workers, server_training(6), reports_of(ready, 1),
                                           order)) == expected);
      ends.insert(expected.back());
    }
    if (ready.algorithm->is_in_step()) CHECK(ends.size() == 1);  // the order decides nothing
  }
}

TEST_CASE("methods with a server run where nothing is learned", "[server]") {
  constexpr int workers = 5;
  const auto model = models().read(Json::parse(R"({"name": "timing-only", "parameters": 1000})"), Place("test"));
  const Data data;
  const Problem problem(*model, data, std::vector<std::vector<std::uint32_t>>(workers), 2, 1);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = settled(json, workers, model->layout());
    const auto rows = in_memory<IdleWorker>(problem, ready, workers, server_training(6), reports_of(ready, 1), 1);
    CHECK(rows.size() >= 4);
    CHECK(rows.back().bytes_sent > 0);
  }
}

TEST_CASE("methods with a server learn: all of them approach the optimum of a quadratic", "[server]") {
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  const auto platform = star_with_server(workers, 1e-4, most_shards);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = prepared(json, platform, problem.model->layout());
    const auto metrics = trained(problem, ready, platform, server_training(400, 0.02), reports_of(ready, 40), 1,
                                 steps_of_seconds({1.0, 1.05, 1.1, 1.15}))
                             .metrics;
    REQUIRE(metrics.size() >= 10);
    CHECK(metrics.back().gradient_norm_sq < 0.1 * metrics.front().gradient_norm_sq);
  }
}

TEST_CASE("servers are on the next hosts, on those of workers, or where they are named", "[server]") {
  const auto places = [](const std::string& more) {
    const auto others = prepared(server("synchronous", more), 4).algorithm->other_nodes(4);
    for (const NodePlace& other : others) CHECK(other.role == "server");
    return others;
  };
  REQUIRE(places("").size() == 1);
  CHECK(places("")[0].host.empty());
  CHECK_FALSE(places("")[0].beside.has_value());
  REQUIRE(places(R"(, "shards": 3, "server_hosts": "shared")").size() == 3);
  for (std::size_t shard = 0; shard < 3; ++shard) {
    CHECK(places(R"(, "shards": 3, "server_hosts": "shared")")[shard].beside == static_cast<int>(shard));
  }
  REQUIRE(places(R"(, "shards": 2, "server_hosts": ["rack-7", "rack-1"])").size() == 2);
  CHECK(places(R"(, "shards": 2, "server_hosts": ["rack-7", "rack-1"])")[1].host == "rack-1");
  CHECK_FALSE(places(R"(, "shards": 2, "server_hosts": ["rack-7", "rack-1"])")[1].beside.has_value());
  const auto problem = noisy_quadratic(3, 3, 4, 2);
  const auto beside = trained(problem, server("synchronous", R"(, "server_hosts": "shared")"), star(3, 1e9, 1e-4),
                              server_training(6), 1);
  CHECK(figures(beside.all) ==
        figures(trained(problem, server("synchronous"), star_with_server(3), server_training(6), 1).all));
}

TEST_CASE("only rounds of all clients are in step, and timed from traces", "[server]") {
  const auto check = [](const std::string& json, bool is_in_step, const std::string& rhythm) {
    INFO(json);
    const auto ready = prepared(json, 4);
    CHECK(ready.algorithm->is_in_step() == is_in_step);
    CHECK(ready.algorithm->is_timing_independent() == is_in_step);
    CHECK(ready.algorithm->rhythm() == rhythm);
  };
  check(server("synchronous", R"(, "local_steps": 4)"), true, "synchronises every 4 steps");
  check(server("synchronous", R"(, "clients_per_round": 2)"), false, "2 clients a round, who answer every step");
  check(server("prlc", R"(, "pull_every": 3, "local_steps": 4)"), true,
        "sends changes to the server every 4 steps, and pulls once in 3 times");
  check(server("prlc", R"(, "pull_every": 1)"), true, "synchronises every step");
  check(server("bounded-delay"), false, "sends changes to the server every step, without rounds");
  check(server("synchronous", R"(, "local_steps": {"name": "by-time", "seconds": "20ms"})"), false,
        "synchronises every 20ms, fast workers after more steps");
  check(server("delta", R"(, "local_steps": 4)"), false,
        "sends changes to the server during its steps, every 4 steps, or as often as the network allows");
  check(server("fedbuff"), false, "sends changes to the server every step, without rounds");
  check(server("downpour"), false, "pushes and fetches every step, without rounds");
  CHECK(prepared(server("synchronous"), 2)->most_ahead() == 1);
  CHECK(prepared(server("prlc", R"(, "pull_every": 3)"), 2)->most_ahead() == 5);
  check(server("easgd"), false, "sends changes to the server every step, without rounds");
  check(server("easgd", R"(, "in_rounds": true)"), true, "synchronises every step");
  CHECK(prepared(server("fedbuff"), 2)->pairs() == std::vector<std::pair<int, int>>{{0, 2}, {2, 0}, {1, 2}, {2, 1}});
  CHECK(prepared(server("fedbuff", R"(, "shards": 2)"), 1)->pairs() ==
        std::vector<std::pair<int, int>>{{0, 1}, {1, 0}, {0, 2}, {2, 0}});
}

TEST_CASE("a model that is cut into shards learns as one that is not, to the bit", "[server]") {
  // What codes make of a shard they make of it in the whole vector, but for codecs with a scale of their own.
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 7, 4, 2);
  const auto platform = star_with_server(workers, 1e-4, 7);
  for (const std::string more :
       {R"(, "local_steps": 2, "outer": "nesterov")", R"(, "compression": "fp16", "downlink": "fp16")",
        R"(, "compression": {"name": "fp16", "error_feedback": true})", R"(, "clients_per_round": 2)"}) {
    const auto run = [&](int shards) {
      const auto json = server("synchronous", R"(, "shards": )" + std::to_string(shards) + more);
      const auto ready = prepared(json, platform, problem.model->layout());
      return figures(trained(problem, ready, platform, server_training(6), reports_of(ready, 1)).all);
    };
    const Json expected = run(1);
    for (const int shards : {2, 3, 7}) {
      CAPTURE(more, shards);
      CHECK(run(shards) == expected);
    }
  }
}

TEST_CASE("what shards send: their part of a change up, of a model down, and of the initial model once", "[server]") {
  // d = 100 in shards of 34, 33 and 33: 4 bytes each, and 16 of a header. 4 clients, 3 rounds.
  const auto problem = noisy_quadratic(4, 100, 4, 1);
  const Json all = trained(problem, server("synchronous", R"(, "local_steps": 2, "shards": 3)"),
                           star_with_server(4, 1e-4, 3), server_training(6), 2)
                       .all;
  constexpr int whole = 400 + 3 * 16;
  CHECK(all["messages"] == Json({12, 9, 9, 9, 12, 12, 12}));
  CHECK(all["bytes"] == Json({whole + 3 * whole, 3 * whole, 3 * whole, 3 * whole, 12 * 152, 12 * 148, 12 * 148}));
}

TEST_CASE("shards of running statistics, and one that is both of parameters and of statistics", "[server]") {
  const auto problem = observing_problem(3, 5, 4, 2);
  const auto platform = star_with_server(3, 1e-4, 3);
  const auto run = [&](const std::string& shards) {
    const auto json = server("synchronous", R"(, "exchange_buffers": true, "shards": )" + shards);
    const auto ready = prepared(json, platform, exchanged_layout(*problem.model, true, 0));
    return figures(trained(problem, ready, platform, server_training(6), reports_of(ready, 1)).all);
  };
  const Json expected = run("1");
  CHECK(run("2") == expected);  // 5 parameters, 5 means and a count, in shards of 6 and 5
  CHECK(run("3") == expected);
}

TEST_CASE("what is sent in codes that need error feedback is warned about, up and down", "[server]") {
  const auto lines = [](const std::string& more) { return prepared(server("synchronous", more), 4).warnings(); };
  CHECK(lines(both_ways).empty());
  REQUIRE(lines(R"(, "downlink": "top-k")").size() == 1);
  CHECK_THAT(lines(R"(, "downlink": "top-k")").front(), Catch::Contains("\"top-k\" of \"downlink\" is biased"));
  CHECK(lines(R"(, "downlink": {"name": "top-k", "error_feedback": true})").empty());
  CHECK(lines(R"(, "compression": "top-k")").size() == 1);
  CHECK(prepared(server("delta", R"(, "compression": "top-k")"), 4).warnings().empty());  // nothing is lost
}

TEST_CASE("clients who have too few pushes to pull are warned about", "[server]") {
  const auto lines = [](const std::string& json, std::uint64_t iterations) {
    return prepared(json, 4).algorithm->warnings({}, iterations);
  };
  const auto every_fourth = server("prlc", R"(, "pull_every": 4, "local_steps": 2)");
  REQUIRE(lines(every_fourth, 6).size() == 1);
  CHECK(lines(every_fourth, 6).front() ==
        "with a \"pull_every\" of 4, and 3 pushes in 6 iterations, some clients pull at the end alone");
  CHECK(lines(every_fourth, 7).empty());  // the last period is cut short, and pushed
  CHECK(lines(server("synchronous"), 1).empty());
}

TEST_CASE("what methods with a server cannot do is refused with the place and a way out", "[server]") {
  const auto refused = [](const std::string& json, const std::string& message) {
    INFO(json);
    CHECK_THROWS_WITH(prepared(json, 4), Catch::StartsWith("test: " + message));
  };
  refused(server("asynchronous"), "/method: expected ");
  refused(server("synchronous", R"(, "clients_per_round": 0)"), "/clients_per_round: expected an integer at least 1");
  refused(server("synchronous", R"(, "clients_per_round": 5)"),
          "/clients_per_round: expected at most 4, the number of workers, found 5");
  refused(server("fedbuff", R"(, "clients_per_round": 2)"),
          "/clients_per_round: has no effect: \"fedbuff\" has no rounds of clients that are drawn");
  refused(server("synchronous", R"(, "clients_per_round": 2, "sampling": "by-share")"), "/sampling: expected ");
  refused(server("synchronous", R"(, "sampling": "samples")"),
          "/sampling: has no effect: without \"clients_per_round\" all clients take part");
  refused(server("synchronous", R"(, "clients_per_round": 4, "sampling": "samples")"),
          "/sampling: has no effect: all clients are drawn in each round");
  refused(server("synchronous", R"(, "clients_per_round": 2, "sampling": "samples", "average": "samples")"),
          "/sampling: samples would count twice, as \"average\" goes by them, too: use one of both");
  refused(server("synchronous", R"(, "sampling": "uniform")"),
          "/sampling: has no effect: without \"clients_per_round\" all clients take part");
  refused(server("fedbuff", R"(, "sampling": "uniform")"),
          "/sampling: has no effect: \"fedbuff\" has no rounds of clients that are drawn");
  refused(server("bounded-delay", R"(, "downlink": "fp16")"),
          "/downlink: has no effect: \"bounded-delay\" has clients with different models, who are sent whole ones");
  refused(server("synchronous", R"(, "clients_per_round": 2, "downlink": "fp16")"), "/downlink: a code tells what ");
  refused(server("synchronous", R"(, "downlink": "low-rank")"), "/downlink: the codec \"low-rank\" averages ");
  refused(server("synchronous", R"(, "compression": "low-rank")"), "/compression: the codec \"low-rank\" averages ");
  refused(server("synchronous", R"(, "compression": {"name": "modulo", "theta": 1})"),
          "/compression: a \"modulo\" code is read with a vector near the sender's");
  refused(server("prlc", R"(, "pull_every": 0)"), "/pull_every: expected an integer at least 1");
  refused(server("prlc", R"(, "pulls": "at-random")"), "/pulls: expected ");
  refused(server("prlc", R"(, "pull_every": 1, "pulls": "together")"),
          "/pulls: has no effect: with a \"pull_every\" of 1 all clients pull after every push");
  refused(server("synchronous", R"(, "pull_every": 2)"),
          "/pull_every: has no effect: \"synchronous\" has clients that always pull");
  refused(server("fedbuff", R"(, "pulls": "together")"),
          "/pulls: has no effect: \"fedbuff\" has clients that always pull");
  refused(server("prlc", R"(, "downlink": "fp16")"),
          "/downlink: has no effect: \"prlc\" has clients with different models, who are sent whole ones");
  refused(server("prlc", R"(, "clients_per_round": 2)"),
          "/clients_per_round: has no effect: \"prlc\" has no rounds of clients that are drawn");
  refused(server("synchronous", R"(, "max_delay": 1)"),
          "/max_delay: has no effect: \"synchronous\" has no bound on delays");
  refused(server("bounded-delay", R"(, "max_delay": -1)"), "/max_delay: expected an integer at least 0");
  refused(server("fedbuff", R"(, "buffer": 0)"), "/buffer: expected an integer at least 1");
  refused(server("fedbuff", R"(, "buffer": 5, "restart": "after-flush")"),
          "/buffer: 4 clients that wait for the server's step never fill a buffer of 5: expected at most 4");
  refused(server("synchronous", R"(, "buffer": 2)"), "/buffer: has no effect: \"synchronous\" has no buffer");
  refused(server("fedbuff", R"(, "staleness": "linear")"), "/staleness: expected the name of a staleness weight");
  refused(server("fedbuff", R"(, "staleness_exponent": 0.5)"), "/staleness_exponent: unknown key");
  refused(server("bounded-delay", R"(, "staleness": "constant")"),
          "/staleness: has no effect: \"bounded-delay\" has no weights of stale changes");
  refused(server("fedbuff", R"(, "divisor": "clients")"), "/divisor: expected one of buffer, weights");
  refused(server("synchronous", R"(, "divisor": "weights")"), "/divisor: has no effect: \"synchronous\" has no buffer");
  refused(server("fedbuff", R"(, "staleness": "constant", "divisor": "weights")"),
          "/divisor: has no effect: weights that are all 1 add up to the buffer");
  refused(server("fedbuff", R"(, "restart": "later")"), "/restart: expected ");
  refused(server("synchronous", R"(, "restart": "at-once")"), "/restart: has no effect: \"synchronous\" has no buffer");
  refused(server("synchronous", R"(, "outer": "lion")"), "/outer: expected the name of an outer optimizer");
  refused(server("synchronous", R"(, "optimizer_state": "averaged")"),
          "/optimizer_state: a server has models, and no momenta");
  for (const std::string method : {"prlc", "downpour", "easgd", "delta"}) {
    refused(server(method, R"(, "local_steps": {"name": "by-time", "seconds": 1})"),
            "/local_steps: \"" + method + "\" counts local steps: expected a number of them");
  }
  refused(server("easgd", R"(, "elasticity": 0)"), "/elasticity: expected a number above 0 up to 1");
  refused(server("easgd", R"(, "elasticity": 1.1)"), "/elasticity: expected a number above 0 up to 1");
  refused(server("synchronous", R"(, "elasticity": 0.5)"),
          "/elasticity: has no effect: \"synchronous\" has no elastic moves");
  refused(server("easgd", R"(, "in_rounds": "yes")"), "/in_rounds: expected ");
  refused(server("fedbuff", R"(, "in_rounds": true)"), "/in_rounds: has no effect: \"fedbuff\" has no elastic moves");
  refused(server("easgd", R"(, "outer": "slowmo")"), "/outer: has no effect: the centre of \"easgd\" goes where ");
  refused(server("easgd", R"(, "downlink": "fp16")"),
          "/downlink: has no effect: \"easgd\" has clients with different models");
  refused(server("easgd", R"(, "in_rounds": true, "clients_per_round": 2)"),
          "/clients_per_round: has no effect: \"easgd\" has no rounds of clients that are drawn");
  for (const std::string state : {"averaged", "reset"}) {
    refused(
        server("easgd", R"(, "optimizer_state": ")" + state + '"'),
        "/optimizer_state: clients of \"easgd\" keep their own models, and the momenta of these: expected \"local\"");
  }
  refused(server("easgd", R"(, "compression": {"name": "top-k", "error_feedback": true})"),
          "/compression/error_feedback: what a code leaves out of a move of \"easgd\" stays between ");
  refused(server("easgd", R"(, "compression": "low-rank")"), "/compression: the codec \"low-rank\" averages ");
  refused(server("delta", R"(, "requests": 0)"), "/requests: expected an integer at least 1");
  refused(server("fedbuff", R"(, "requests": 4)"), "/requests: has no effect: \"fedbuff\" has whole models under way");
  refused(server("delta", R"(, "outer": "nesterov")"),
          "/outer: has no effect: the store of \"delta\" adds what is told to it, and takes no mean");
  refused(server("delta", R"(, "optimizer_state": "reset")"),
          "/optimizer_state: \"delta\" has no synchronisations: expected \"local\"");
  refused(server("delta", R"(, "compression": {"name": "top-k", "ratio": 0.1, "error_feedback": true})"),
          "/compression/error_feedback: has no effect: what a code of \"delta\" leaves out is told with the next one");
  refused(server("delta", R"(, "compression": {"name": "k-level", "levels": 2})"),
          "/compression: errors of \"k-level\" codes with so few levels may be larger than what is coded, and grow");
  refused(server("delta", R"(, "downlink": "fp16")"), "/downlink: has no effect: \"delta\" has clients ");
  refused(server("delta", R"(, "max_delay": 1)"), "/max_delay: has no effect: \"delta\" has no bound on delays");
  const std::string hosts = R"("own", "shared", or a list with the name of a host for each shard)";
  refused(server("synchronous", R"(, "server_hosts": "mine")"), "/server_hosts: expected " + hosts);
  refused(server("synchronous", R"(, "server_hosts": [])"), "/server_hosts: expected " + hosts);
  refused(server("synchronous", R"(, "server_hosts": [1])"), "/server_hosts/0: expected the name of a host");
  refused(server("synchronous", R"(, "server_hosts": ["a", "b"])"),
          "/server_hosts: expected 1 host, one for each of the \"shards\", found 2");
  refused(server("synchronous", R"(, "shards": 0)"), "/shards: expected an integer from 1 to 65535");
  refused(server("synchronous", R"(, "shards": 5, "server_hosts": "shared")"),
          "/server_hosts: 5 shards cannot be on the hosts of 4 workers");
  refused(server("fedbuff", R"(, "shards": 2, "buffer": 2, "restart": "after-flush")"),
          "/buffer: shards may have the changes of different clients in their buffers");
  CHECK_THROWS_WITH(prepared(server("synchronous", R"(, "shards": 4)"), star(4, 1e9, 1e-4), {{"x", {3}}}),
                    Catch::Contains("/shards: expected at most 3, the numbers that are exchanged, found 4"));
}
