// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/local_steps.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "sim/base/error.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The iterations of `iterations` after which workers synchronise.
std::vector<std::uint64_t> synchronisations(const std::string& local_steps, std::uint64_t iterations) {
  const Prepared ready = prepared(all_reduce(local_steps), 2);
  const Period& period = ready.periodic().algorithm().period();
  std::vector<std::uint64_t> ends;
  for (std::uint64_t begin = 0; begin < iterations;) {
    begin = period.end(begin, ends.size(), iterations);
    ends.push_back(begin);
  }
  return ends;
}

std::string text(const std::string& local_steps) { return prepared(all_reduce(local_steps), 2).algorithm->rhythm(); }

constexpr auto post_local = R"({"name": "post-local", "switch_at": 3, "steps": 4})";
constexpr auto growing = R"({"name": "growing", "most": 4})";

}  // namespace

TEST_CASE("periods end where they should", "[periods]") {
  using Ends = std::vector<std::uint64_t>;
  CHECK(synchronisations("1", 3) == Ends{1, 2, 3});
  CHECK(synchronisations("4", 10) == Ends{4, 8, 10});
  CHECK(synchronisations(post_local, 12) == Ends{1, 2, 3, 7, 11, 12});
  CHECK(synchronisations(growing, 20) == Ends{1, 3, 6, 10, 14, 18, 20});  // K = 1 2 3 4 4 4 2
  // floor(2 (1 + s / 4)) = 2 2 3 3 4 4 5 5 5 ...
  CHECK(synchronisations(R"({"name": "growing", "steps": 2, "growth": 0.25, "most": 5})", 30) ==
        Ends{2, 4, 7, 10, 14, 18, 23, 28, 30});
  CHECK(synchronisations(R"("once")", 20) == Ends{20});
}

TEST_CASE("periods tell what they are", "[periods]") {
  CHECK(text("1") == "synchronises every step");
  CHECK(text("4") == "synchronises every 4 steps");
  CHECK(text(post_local) == "synchronises every step up to iteration 3, then every 4 steps");
  CHECK(text(growing) == "synchronises every step at first, then ever less often, at least every 4 steps");
  CHECK(text(R"("once")") == "synchronises once, at the end");
  CHECK(text(R"({"name": "by-time", "seconds": "20ms"})") == "synchronises every 20ms, fast workers after more steps");
}

TEST_CASE("periods of no time are those of one step, and say so", "[periods]") {
  const auto warnings = [](const std::string& seconds) {
    return prepared(all_reduce(R"({"name": "by-time", "seconds": )" + seconds + "}"), 2).warnings();
  };
  CHECK(warnings("0") ==
        std::vector<std::string>{"periods of 0 s have one local step each: they are those of \"local_steps\": 1"});
  CHECK(warnings(R"("20ms")").empty());
}

TEST_CASE("only a number of steps is a period that never changes", "[periods]") {
  const auto constant = [](const std::string& local_steps) {
    return prepared(all_reduce(local_steps), 2).periodic().algorithm().period().constant();
  };
  CHECK(constant("1") == 1);
  CHECK(constant("4") == 4);
  for (const std::string changing : {post_local, growing, R"("once")", R"({"name": "by-time", "seconds": "20ms"})"}) {
    CHECK(constant(changing) == std::nullopt);
  }
}

TEST_CASE("a period reads back as what it was", "[periods]") {
  for (const std::string written :
       {"4", post_local, R"({"name": "growing", "steps": 2, "growth": 0.5, "most": 9})", R"({"name": "once"})"}) {
    auto ready = prepared(all_reduce(written), 2);
    CHECK(values(algorithms(), ready.algorithm)["local_steps"] == Json::parse(written));
  }
}

TEST_CASE("workers synchronise at the ends of their periods, and at the last step", "[periods]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const auto messages = [&](const std::string& local_steps) {  // 2 (M - 1) = 4 per worker and all-reduce
    const auto run = trained(problem, all_reduce(local_steps), star(3, 1e9, 1e-4), {.iterations = 20}, 20);
    CHECK(run.metrics.back().consensus_distance == 0.0);
    return run.all["messages"];
  };
  CHECK(messages("20") == Json({4, 4, 4}));
  CHECK(messages(R"("once")") == Json({4, 4, 4}));
  CHECK(messages(growing) == Json({28, 28, 28}));
  CHECK(messages(post_local) == Json({32, 32, 32}));  // 1, 2, 3, 7, 11, 15, 19, 20
}

TEST_CASE("one-shot averaging of a quadratic is frequent averaging, in the mean", "[periods]") {
  // The gradient is linear in x and its noise is that of the batches, so the mean of the workers' recursions is the
  // recursion of their mean, however often they average (algorithms reference, 2.5).
  const auto problem = noisy_quadratic(4, 6, 20, 3);
  const auto final_model = [&](const std::string& local_steps) {
    return trained(problem, all_reduce(local_steps), star(4, 1e9, 1e-4), {.iterations = 40}, 40).models[0];
  };
  const auto every_step = final_model("1");
  for (const std::string local_steps : {R"("once")", "5", growing}) {
    const auto model = final_model(local_steps);
    for (std::size_t k = 0; k < model.size(); ++k) {
      // Rounding: contracted by 0.9 a step, so that about ten roundings of numbers below 8 are left.
      CHECK(static_cast<double>(model[k]) == Approx(static_cast<double>(every_step[k])).margin(1e-5));
    }
  }
}

TEST_CASE("workers who only listen to themselves drift apart as local steps do", "[periods]") {
  // One sample a_i per worker. After j steps from a common point x_i - mean = (1 - (1 - rate)^j) (a_i - mean a), if
  // what is mixed is the own model alone. a_i = (+-3, 0): mean squared distance 9.
  const auto problem = quadratic({{3.0F, 0.0F}, {-3.0F, 0.0F}}, {{0}, {1}}, 1);
  const auto run =
      trained(problem, R"({"name": "g", "paradigm": "gossip", "local_steps": 4, "weights": [[1, 0], [0, 1]]})",
              star(2, 1e9, 1e-4), {.iterations = 64, .learning_rate = 0.0625}, 1);
  REQUIRE(run.metrics.size() == 17);
  for (const auto& row : run.metrics) {
    const double steps = static_cast<double>(row.iteration);
    CHECK(row.consensus_distance == Approx(9.0 * std::pow(1.0 - std::pow(1.0 - 0.0625, steps), 2)).epsilon(1e-5));
  }
}

TEST_CASE("post-local SGD is parallel SGD bit for bit up to the switch", "[periods]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const auto run = [&](const std::string& local_steps) {
    return trained(problem, all_reduce(local_steps), star(3, 1e6, 1e-3), {.iterations = 16}, 1);
  };
  const auto parallel = run("1").all["metrics"];
  const auto switched = run(R"({"name": "post-local", "switch_at": 8, "steps": 4})").all["metrics"];
  for (std::size_t t = 0; t <= 8; ++t) CHECK(switched[t] == parallel[t]);  // loss, time, bytes, all of it
  REQUIRE(switched.size() == 9 + 2);                                       // then at 12 and 16, when it is synchronised
  CHECK(switched[9] != parallel[12]);
  CHECK(switched[10] != parallel[16]);
}
