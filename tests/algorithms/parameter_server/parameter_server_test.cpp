// What holds for every method with a server, in every world.
#include <catch2/catch.hpp>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/world/compute_scope.hpp"
#include "sim/world/forwarding_worker.hpp"
#include "sim/world/idle_worker.hpp"
#include "tests/algorithms/in_memory.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/world/remote_worker.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto four_bits = R"(, "compression": {"name": "qsgd", "bits": 4})";
constexpr auto both_ways = R"(, "compression": {"name": "qsgd", "bits": 4}, "downlink": {"name": "qsgd", "bits": 4})";

/// One of each kind, for four workers or more.
const std::vector<std::string>& methods() {
  static const std::vector<std::string> all = {
      server("synchronous", both_ways),
      server("synchronous", R"(, "local_steps": 2, "outer": "nesterov")"),
      server("synchronous", R"(, "clients_per_round": 2)" + std::string(four_bits)),
      server("bounded-delay"),
      server("bounded-delay", R"(, "max_delay": 1, "local_steps": 2)" + std::string(four_bits)),
      server("fedbuff", R"(, "buffer": 3)"),
      server("fedbuff", R"(, "buffer": 2, "restart": "after-flush", "outer": "slowmo")" + std::string(four_bits))};
  return all;
}

TrainingSettings training(std::uint64_t iterations, double learning_rate = 0.1) {
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
    const auto platform = star_with_server(workers);
    const auto ready = prepared(json, platform, problem.model->layout());
    for (const std::uint32_t seed : {1U, 2U}) {
      const auto run = [&](int threads, bool knows_pairs) {
        return trained(problem, ready, platform, training(6), reports_of(ready, 2), threads,
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
      const auto expected = losses(
          in_memory<ForwardingWorker>(*problem.problem, ready, workers, training(6), reports_of(ready, 1), order));
      CHECK(losses(in_memory<RemoteWorker>(*problem.problem, ready, workers, training(6), reports_of(ready, 1),
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
    const auto rows = in_memory<IdleWorker>(problem, ready, workers, training(6), reports_of(ready, 1), 1);
    CHECK(rows.size() >= 4);
    CHECK(rows.back().bytes_sent > 0);
  }
}

TEST_CASE("methods with a server learn: all of them approach the optimum of a quadratic", "[server]") {
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  const auto platform = star_with_server(workers);
  for (const auto& json : methods()) {
    INFO(json);
    const auto ready = prepared(json, platform, problem.model->layout());
    const auto metrics = trained(problem, ready, platform, training(400, 0.02), reports_of(ready, 40), 1,
                                 steps_of_seconds({1.0, 1.05, 1.1, 1.15}))
                             .metrics;
    REQUIRE(metrics.size() >= 10);
    CHECK(metrics.back().gradient_norm_sq < 0.1 * metrics.front().gradient_norm_sq);
  }
}

TEST_CASE("a server is on the next host, on that of worker 0, or where it is named", "[server]") {
  const auto place = [](const std::string& hosts) {
    const auto others = prepared(server("synchronous", R"(, "server_hosts": )" + hosts), 4).algorithm->other_nodes(4);
    REQUIRE(others.size() == 1);
    CHECK(others[0].role == "server");
    return others[0];
  };
  CHECK(place(R"("own")").host.empty());
  CHECK_FALSE(place(R"("own")").beside.has_value());
  CHECK(place(R"("shared")").beside == 0);
  CHECK(place(R"(["rack-7"])").host == "rack-7");
  CHECK_FALSE(place(R"(["rack-7"])").beside.has_value());
  const auto problem = noisy_quadratic(3, 3, 4, 2);
  const auto beside =
      trained(problem, server("synchronous", R"(, "server_hosts": "shared")"), star(3, 1e9, 1e-4), training(6), 1);
  CHECK(figures(beside.all) ==
        figures(trained(problem, server("synchronous"), star_with_server(3), training(6), 1).all));
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
  check(server("bounded-delay"), false, "tells the server every step, without rounds");
  check(server("fedbuff"), false, "tells the server every step, without rounds");
  CHECK(prepared(server("fedbuff"), 2)->pairs() == std::vector<std::pair<int, int>>{{0, 2}, {2, 0}, {1, 2}, {2, 1}});
}

TEST_CASE("what is sent in codes that need error feedback is warned about, up and down", "[server]") {
  const auto lines = [](const std::string& more) { return prepared(server("synchronous", more), 4).warnings(); };
  CHECK(lines(both_ways).empty());
  REQUIRE(lines(R"(, "downlink": "top-k")").size() == 1);
  CHECK_THAT(lines(R"(, "downlink": "top-k")").front(), Catch::Contains("\"top-k\" of \"downlink\" is biased"));
  CHECK(lines(R"(, "downlink": {"name": "top-k", "error_feedback": true})").empty());
  CHECK(lines(R"(, "compression": "top-k")").size() == 1);
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
          "/clients_per_round: has no effect: \"fedbuff\" has no rounds");
  refused(server("synchronous", R"(, "clients_per_round": 2, "sampling": "by-share")"), "/sampling: expected ");
  refused(server("synchronous", R"(, "sampling": "uniform")"),
          "/sampling: has no effect: without \"clients_per_round\" all clients take part");
  refused(server("fedbuff", R"(, "sampling": "uniform")"), "/sampling: has no effect: \"fedbuff\" has no rounds");
  refused(server("bounded-delay", R"(, "downlink": "fp16")"),
          "/downlink: has no effect: \"bounded-delay\" has clients that hold different models");
  refused(server("synchronous", R"(, "clients_per_round": 2, "downlink": "fp16")"), "/downlink: a code tells what ");
  refused(server("synchronous", R"(, "downlink": "low-rank")"), "/downlink: the codec \"low-rank\" averages ");
  refused(server("synchronous", R"(, "compression": "low-rank")"), "/compression: the codec \"low-rank\" averages ");
  refused(server("synchronous", R"(, "compression": {"name": "modulo", "theta": 1})"),
          "/compression: a \"modulo\" code is read with a vector near the sender's");
  refused(server("synchronous", R"(, "max_delay": 1)"),
          "/max_delay: has no effect: \"synchronous\" has no bound on delays");
  refused(server("bounded-delay", R"(, "max_delay": -1)"), "/max_delay: expected an integer at least 0");
  refused(server("fedbuff", R"(, "buffer": 0)"), "/buffer: expected an integer at least 1");
  refused(server("fedbuff", R"(, "buffer": 5, "restart": "after-flush")"),
          "/buffer: 4 clients that wait for the server's step never fill a buffer of 5: expected at most 4");
  refused(server("synchronous", R"(, "buffer": 2)"), "/buffer: has no effect: \"synchronous\" has no buffer");
  refused(server("fedbuff", R"(, "staleness_exponent": 2)"), "/staleness_exponent: expected a number from 0 to 1");
  refused(server("bounded-delay", R"(, "staleness_exponent": 0.5)"),
          "/staleness_exponent: has no effect: \"bounded-delay\" has no buffer");
  refused(server("fedbuff", R"(, "restart": "later")"), "/restart: expected ");
  refused(server("synchronous", R"(, "restart": "at-once")"), "/restart: has no effect: \"synchronous\" has no buffer");
  refused(server("synchronous", R"(, "outer": "adam")"), "/outer: expected the name of an outer optimizer");
  refused(server("synchronous", R"(, "optimizer_state": "averaged")"),
          "/optimizer_state: a server has models, and no momenta");
  refused(server("synchronous", R"(, "local_steps": {"name": "by-time", "seconds": 1})"),
          "/local_steps: nobody tells clients how many steps the others have taken");
  const std::string hosts = R"("own", "shared", or a list with the name of a host)";
  refused(server("synchronous", R"(, "server_hosts": "mine")"), "/server_hosts: expected " + hosts);
  refused(server("synchronous", R"(, "server_hosts": [])"), "/server_hosts: expected " + hosts);
  refused(server("synchronous", R"(, "server_hosts": [1])"), "/server_hosts/0: expected the name of a host");
  refused(server("synchronous", R"(, "server_hosts": ["a", "b"])"),
          "/server_hosts: expected one host, as the model is not cut into shards, found 2");
}
