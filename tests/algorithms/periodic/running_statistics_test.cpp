// SPDX-License-Identifier: Apache-2.0
// What becomes of the buffers of a model, such as running statistics, in training and at a synchronisation.
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/optimizers/sgd.hpp"
#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t dimension = 6;
constexpr std::size_t buffer_count = dimension + 1;
constexpr auto exchanged = R"(, "exchange_buffers": true)";
constexpr auto averaged = R"(, "optimizer_state": "averaged")";
constexpr auto half_momentum = R"({"name": "sgd", "momentum": 0.5})";
constexpr auto two_bits = R"(, "compression": {"name": "qsgd", "bits": 2, "bucket": 8})";

std::string gossip(const std::string& method, const std::string& more = "") {
  return R"({"name": "g", "paradigm": "gossip", "method": ")" + method + '"' + more + "}";
}

/// What worker `rank` makes of its buffers with its batch of iteration `t`.
void observe(const OwningProblem& problem, int rank, std::uint32_t t, FloatBuffer& buffers) {
  FloatBuffer gradient(dimension);
  problem.problem->gradient(rank, Stream(1, Purpose::batches, static_cast<std::uint32_t>(rank), t),
                            problem.problem->initial(), {buffers, std::nullopt}, gradient);
}

Trained run(const OwningProblem& problem, const std::string& json, int workers, const TrainingSettings& settings,
            int threads = 1) {
  return trained(problem, json, star(workers, 1e9, 1e-4), settings, 4, threads);
}

std::vector<float> plain(const FloatBuffer& buffer) { return {buffer.begin(), buffer.end()}; }

/// Whether all are as near as roundings of numbers of this size let them be.
bool are_near(const std::vector<std::vector<float>>& ours, const std::vector<std::vector<float>>& theirs) {
  bool near = ours.size() == theirs.size();
  for (std::size_t i = 0; near && i < ours.size(); ++i) {
    near = ours[i].size() == theirs[i].size();
    for (std::size_t k = 0; near && k < ours[i].size(); ++k) near = std::abs(ours[i][k] - theirs[i][k]) < 1e-4F;
  }
  return near;
}

std::uint64_t payload(const Trained& run) {
  std::uint64_t sum = 0;
  for (const auto& bytes : run.all["bytes"]) sum += bytes.get<std::uint64_t>();
  for (const auto& messages : run.all["messages"]) sum -= 16 * messages.get<std::uint64_t>();
  return sum;
}

}  // namespace

TEST_CASE("buffers stay with their worker unless they are to be exchanged", "[buffers]") {
  const auto problem = observing_problem(3, dimension, 20, 3);
  const auto result = run(problem, all_reduce("2"), 3, {.iterations = 8});
  for (int rank = 0; rank < 3; ++rank) {
    FloatBuffer buffers = problem.problem->initial_buffers();
    for (std::uint32_t t = 1; t <= 8; ++t) observe(problem, rank, t, buffers);
    CHECK(result.buffers[static_cast<std::size_t>(rank)] == plain(buffers));
    CHECK(buffers.back() == 8.0F);
    CHECK(result.models[static_cast<std::size_t>(rank)] == result.models[0]);
  }
}

TEST_CASE("buffers are averaged with the models, exactly", "[buffers]") {
  // Of two floats the sum and its half are exact up to one rounding, which is that of the mean.
  const auto problem = observing_problem(2, dimension, 20, 3);
  std::vector<FloatBuffer> buffers(2, problem.problem->initial_buffers());
  for (std::uint32_t t = 1; t <= 8; ++t) {
    for (int rank = 0; rank < 2; ++rank) observe(problem, rank, t, buffers[static_cast<std::size_t>(rank)]);
    if (t % 2 != 0) continue;
    for (std::size_t k = 0; k < buffer_count; ++k) {
      buffers[0][k] = buffers[1][k] = 0.5F * (buffers[0][k] + buffers[1][k]);
    }
  }
  const auto result = run(problem, all_reduce("2", exchanged), 2, {.iterations = 8});
  CHECK(result.buffers[0] == plain(buffers[0]));
  CHECK(result.buffers[1] == plain(buffers[0]));
  CHECK(result.models == run(problem, all_reduce("2"), 2, {.iterations = 8}).models);
}

TEST_CASE("buffers are averaged by samples with the models, and stay with their worker alike", "[buffers]") {
  // Of samples 1 and 3 worker 0 counts a quarter in the mean, and worker 1 three quarters: exact factors of float32.
  const auto problem = observing_problem(2, dimension, 20, 3);
  const auto platform = star(2, 1e9, 1e-4);
  std::vector<FloatBuffer> buffers(2, problem.problem->initial_buffers());
  for (std::uint32_t t = 1; t <= 8; ++t) {
    for (int rank = 0; rank < 2; ++rank) observe(problem, rank, t, buffers[static_cast<std::size_t>(rank)]);
    if (t % 2 != 0) continue;
    for (std::size_t k = 0; k < buffer_count; ++k) {
      buffers[0][k] = buffers[1][k] = 0.25F * buffers[0][k] + 0.75F * buffers[1][k];
    }
  }
  const auto by_samples = [&](const std::string& more) {
    const auto ready =
        prepared(all_reduce("2", R"(, "average": "samples")" + more), platform, {}, algorithms(), {1, 3});
    ReporterSettings reports;
    reports.evaluation = {.every = 4, .train_samples = 0, .worker_test_samples = 0};
    return trained(problem, ready, platform, {.iterations = 8}, reports);
  };
  const auto result = by_samples(exchanged);
  CHECK(are_near(result.buffers, {plain(buffers[0]), plain(buffers[0])}));
  CHECK(result.buffers[1] == result.buffers[0]);
  CHECK(result.models == by_samples("").models);
  CHECK(by_samples("").buffers == run(problem, all_reduce("2"), 2, {.iterations = 8}).buffers);
}

TEST_CASE("gossip mixes buffers as it mixes models", "[buffers]") {
  // On a ring of four every weight is 1/3.
  const auto problem = observing_problem(4, dimension, 20, 3);
  std::vector<FloatBuffer> buffers(4, problem.problem->initial_buffers());
  for (std::uint32_t t = 1; t <= 8; ++t) {
    for (int rank = 0; rank < 4; ++rank) observe(problem, rank, t, buffers[static_cast<std::size_t>(rank)]);
    const auto before = buffers;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t k = 0; k < buffer_count; ++k) {
        buffers[i][k] = (before[i][k] + before[(i + 1) % 4][k] + before[(i + 3) % 4][k]) / 3.0F;
      }
    }
  }
  std::vector<std::vector<float>> expected;
  for (const auto& own : buffers) expected.push_back(plain(own));
  CHECK(are_near(run(problem, gossip("plain", exchanged), 4, {.iterations = 8}).buffers, expected));
}

TEST_CASE("a buffer value costs 4 bytes, whatever the codec", "[buffers]") {
  const auto problem = observing_problem(4, dimension, 20, 3);
  const auto cost = [&](const std::string& json) {
    const std::string without = json.substr(0, json.size() - 1);
    return payload(run(problem, without + exchanged + "}", 4, {.iterations = 8})) -
           payload(run(problem, json, 4, {.iterations = 8}));
  };
  CHECK(cost(all_reduce("2")) == 4 * 2 * 3 * 4 * buffer_count);  // 4 times 2 (M - 1) chunks, M of which are a vector
  CHECK(cost(gossip("plain")) == 8 * 4 * 2 * 4 * buffer_count);  // 8 times 4 workers with 2 neighbours
  CHECK(cost(gossip("sgp")) == 8 * 4 * 2 * 4 * buffer_count);
  CHECK(cost(gossip("difference", two_bits)) == 8 * 4 * 2 * 4 * buffer_count);
  CHECK(cost(gossip("choco", R"(, "compression": {"name": "top-k", "ratio": 0.5})")) == 8 * 4 * 2 * 4 * buffer_count);
}

TEST_CASE("neither optimisers nor outer optimisers touch buffers", "[buffers]") {
  const auto problem = observing_problem(4, dimension, 20, 3);
  const auto buffers = [&](const std::string& more, const std::string& json) {
    const TrainingSettings settings{.iterations = 12, .weight_decay = 0.1, .optimizer = optimizer(json)};
    return run(problem, all_reduce("3", R"(, "collective": "tree")" + more + exchanged), 4, settings).buffers;
  };
  // What is observed does not depend on the model; a tree adds every coordinate in the same order.
  const auto expected = buffers("", R"("sgd")");
  for (const std::string json :
       {half_momentum, R"({"name": "sgd", "momentum": 0.9, "nesterov": true})", R"("adamw")"}) {
    CAPTURE(json);
    for (const std::string state : {"local", "reset", "averaged"}) {
      CHECK(buffers(R"(, "optimizer_state": ")" + state + '"', json) == expected);
    }
    CHECK(buffers(std::string(averaged) + R"(, "outer": "slowmo")", json) == expected);
    CHECK(buffers(R"(, "outer": "nesterov")", json) == expected);
  }
}

TEST_CASE("no codec changes buffers", "[buffers]") {
  const auto problem = observing_problem(4, dimension, 20, 3);
  const auto buffers = [&](const std::string& json) {
    return run(problem, json, 4, {.iterations = 12, .optimizer = optimizer(half_momentum)}).buffers;
  };
  const auto mean = buffers(all_reduce("3", exchanged));
  for (const std::string quantization : {"per-hop", "shared-scale", "all-gather", "two-phase"}) {
    const std::string how = R"(, "quantization": ")" + quantization +
                            (quantization == "two-phase" ? R"(", "collective": "direct")" : "\"") + exchanged;
    for (const std::string scope : {"layer", "model"}) {
      for (const std::string more : {"", averaged, R"(, "fusion_bytes": 28)", R"(, "outer": "slowmo")"}) {
        CAPTURE(quantization, scope, more);
        const std::string codec =
            R"(, "compression": {"name": "qsgd", "bits": 2, "error_feedback": true, "scope": ")" + scope + "\"}";
        CHECK(are_near(buffers(all_reduce("3", how + codec + more)), mean));
      }
    }
  }
  CHECK(are_near(buffers(all_reduce("3", std::string(exchanged) + R"(, "compression": "low-rank")")), mean));
  const auto as = [](const std::string& codec) { return R"(, "compression": )" + codec + exchanged; };
  const std::string coarse = R"({"name": "qsgd", "bits": 2})";
  const auto mixed = buffers(gossip("plain", exchanged));
  CHECK(are_near(buffers(gossip("naive", as(coarse))), mixed));
  CHECK(are_near(buffers(gossip("moniqua", as(R"({"name": "modulo", "theta": 100})"))), mixed));
  CHECK(are_near(buffers(gossip("choco", as(coarse) + R"(, "consensus_step": 1)")), mixed));
  const auto mixed_before = buffers(gossip("d-psgd", exchanged));
  CHECK(are_near(buffers(gossip("difference", as(coarse))), mixed_before));
  CHECK(are_near(buffers(gossip("extrapolation", as(R"({"name": "grid", "step": 0.5})"))), mixed_before));
}

TEST_CASE("buckets and overlap exchange buffers too", "[buffers]") {
  const auto problem = observing_problem(4, dimension, 20, 3);
  for (const std::string state : {"", averaged}) {
    const auto result = [&](const std::string& more) {
      const std::string json = all_reduce("2", R"(, "collective": "tree")" + state + exchanged + more);
      auto all = run(problem, json, 4, {.iterations = 8, .optimizer = optimizer(half_momentum)}).all;
      return Json({all["models"], all["buffers"]});
    };
    const auto whole = result("");
    CHECK(result(R"(, "fusion_bytes": 28)") == whole);
    CHECK(result(R"(, "fusion_bytes": 28, "overlap": true)") == whole);
  }
}

TEST_CASE("buffers stand behind the model, and are ready after the forward pass", "[buffers]") {
  // 6 parameters at 4 operations of the optimiser; a backward pass of 4 operations for each and 3 samples.
  const auto problem = observing_problem(1, dimension, 20, 3);
  const TrainingSettings settings{.optimizer = optimizer(half_momentum)};
  const auto stated = [&](StateAtSynchronisation rule, bool exchanges_buffers) {
    const LocalModel local(problem.problem->parameter_count(), problem.problem->initial(),
                           problem.problem->initial_buffers(), settings, rule, exchanges_buffers);
    Json all;
    for (const auto& tensor : local.exchanged_layout(*problem.model)) {
      all["tensors"].push_back(tensor.name);
      all["plain"].push_back(tensor.in_full_precision);
    }
    all["flops"] = local.backward_flops(*problem.model, problem.problem->backward_flops());
    return all;
  };
  using Rule = StateAtSynchronisation;
  CHECK(stated(Rule::kept, false) ==
        Json::parse(R"({"tensors": ["a", "b"], "plain": [false, false], "flops": [80.0, 16.0]})"));
  CHECK(stated(Rule::reset, true) == Json::parse(R"({"tensors": ["a", "b", "mean", "batches"],
        "plain": [false, false, true, true], "flops": [80.0, 16.0, 0.0, 0.0]})"));
  CHECK(stated(Rule::averaged, true) == Json::parse(R"({"tensors": ["a", "b", "mean", "batches", "a", "b"],
        "plain": [false, false, true, true, false, false], "flops": [0.0, 0.0, 0.0, 0.0, 80.0, 16.0]})"));
}

TEST_CASE("dropout draws numbers of the step, far behind those of its batch", "[buffers]") {
  const auto problem = observing_problem(1, dimension, 20, 3);
  FloatBuffer x = problem.problem->initial();
  FloatBuffer buffers = problem.problem->initial_buffers();
  for (std::uint32_t t = 1; t <= 8; ++t) {
    const Stream batches(1, Purpose::batches, 0, t);
    Stream dropout = batches;
    dropout.discard(std::uint64_t{1} << 33U);
    FloatBuffer gradient(dimension);
    problem.problem->gradient(0, batches, x, {buffers, dropout}, gradient);
    Sgd().step(x, gradient, {}, {.learning_rate = 0.1});
  }
  CHECK(run(problem, all_reduce("2"), 1, {.iterations = 8, .learning_rate = 0.1}).models[0] == plain(x));
}

TEST_CASE("the number of threads changes nothing where buffers are exchanged", "[buffers]") {
  const auto problem = observing_problem(4, 3000, 20, 3);
  const std::string json =
      gossip("difference", std::string(averaged) + exchanged + R"(, "compression": {"name": "qsgd", "bits": 6})");
  const TrainingSettings settings{.iterations = 12, .optimizer = optimizer(half_momentum)};
  CHECK(run(problem, json, 4, settings, 1).all == run(problem, json, 4, settings, 2).all);
}

TEST_CASE("evaluation takes the mean model with the mean of the buffers, and each worker's with its own", "[buffers]") {
  // The test loss is x . m: of the means for the mean model, of what a worker has for its own. No evaluation moves a
  // buffer, as their counts tell.
  const auto problem = observing_problem(3, dimension, 20, 3);
  const auto result = run(problem, gossip("plain", R"(, "local_steps": 2)"), 3, {.iterations = 8});
  REQUIRE(result.all["worker_metrics"].size() == 3 * result.metrics.size());
  const auto x = mean(result.models);
  double of_means = 0.0;
  double gradient_norm_sq = 0.0;  // grad f(x) = x - optimum, nothing of which is dropped
  for (std::size_t k = 0; k < dimension; ++k) {
    of_means += x[k] * mean(result.buffers)[k];
    gradient_norm_sq += (x[k] - problem.optimum[k]) * (x[k] - problem.optimum[k]);
  }
  CHECK(result.metrics.back().test_loss == Approx(of_means).epsilon(1e-5));
  CHECK(result.metrics.back().gradient_norm_sq == Approx(gradient_norm_sq).epsilon(1e-5));
  for (std::size_t i = 0; i < 3; ++i) {
    double own = 0.0;
    for (std::size_t k = 0; k < dimension; ++k) {
      own += static_cast<double>(result.models[i][k]) * static_cast<double>(result.buffers[i][k]);
    }
    const Json& row = result.all["worker_metrics"][3 * (result.metrics.size() - 1) + i];
    CHECK(row[0] == 8);
    CHECK(row[1] == i);
    CHECK(row[2] == result.metrics.back().sim_time_s);
    CHECK(row[3].get<double>() == Approx(own).epsilon(1e-9));
    CHECK(result.buffers[i].back() == 8.0F);
  }
}
