// SPDX-License-Identifier: Apache-2.0
// Local steps beside the optimiser's own, against double: what they move, a proximal term, and the look-ahead.
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/algorithms/local_model.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

const FloatBuffer start = {1.0F, -0.5F, 0.25F};
const std::vector<FloatBuffer> gradients = {{0.3F, -0.1F, 0.2F}, {0.1F, 0.4F, -0.2F}, {-0.2F, 0.05F, 1e-3F}};

constexpr auto plain = R"("sgd")";
constexpr auto heavy_ball = R"({"name": "sgd", "momentum": 0.9})";
constexpr auto nesterov = R"({"name": "sgd", "momentum": 0.9, "nesterov": true})";

TrainingSettings settings(const std::string& json, double learning_rate = 0.1, double weight_decay = 0.0) {
  return {.iterations = 10, .learning_rate = learning_rate, .weight_decay = weight_decay, .optimizer = optimizer(json)};
}

LocalModel local_model(const FloatBuffer& initial, const TrainingSettings& settings,
                       StateAtSynchronisation rule = StateAtSynchronisation::kept) {
  return {initial.size(), initial, {}, settings, rule, false};
}

void step(LocalModel& local, FloatBuffer gradient, std::uint64_t iteration) { local.step(gradient, iteration); }

/// Numbers up to 1 in float32, some roundings each.
void check_near(std::span<const float> found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    CAPTURE(k);
    CHECK(static_cast<double>(found[k]) == Approx(expected[k]).margin(5e-7).epsilon(0));
  }
}

/// SGD in double, with a proximal term.
struct Reference {
  double rate = 0.1;
  double weight_decay = 0.0;
  double momentum = 0.0;
  bool nesterov = false;
  double rho = 0.0;
  std::vector<double> anchor = {0.0, 0.0, 0.0};
  std::vector<double> x{start.begin(), start.end()};
  std::vector<double> u = {0.0, 0.0, 0.0};
  std::vector<double> moved = {0.0, 0.0, 0.0};

  void step(const FloatBuffer& gradient) {
    for (std::size_t k = 0; k < x.size(); ++k) {
      const double g = static_cast<double>(gradient[k]) + rho * (x[k] - anchor[k]) + weight_decay * x[k];
      u[k] = momentum * u[k] + g;
      const double d = nesterov ? g + momentum * u[k] : u[k];
      x[k] -= rate * d;
      moved[k] -= rate * d;
    }
  }
};

}  // namespace

TEST_CASE("what steps move is added up, with momentum and weight decay in it", "[local-model]") {
  for (const std::string json : {plain, heavy_ball, nesterov}) {
    INFO(json);
    const auto training = settings(json, 0.1, 0.05);
    LocalModel local = local_model(start, training);
    FloatBuffer moved(start.size(), 0.0F);
    local.add_moves_to(moved);
    Reference expected{.weight_decay = 0.05, .momentum = json == plain ? 0.0 : 0.9, .nesterov = json == nesterov};
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      step(local, gradients[i], i + 1);
      expected.step(gradients[i]);
    }
    check_near(moved, expected.moved);
    check_near(local.model(), expected.x);
  }
}

TEST_CASE("moves are added up with the learning rate of each step", "[local-model]") {
  // 0.1, and half of it after the first step: -(0.1 g_1 + 0.05 g_2).
  auto training = settings(plain);
  training.schedule = schedule(R"({"name": "step", "milestones": [1], "gamma": 0.5})");
  LocalModel local = local_model(start, training);
  FloatBuffer moved(start.size(), 0.0F);
  local.add_moves_to(moved);
  step(local, gradients[0], 1);
  step(local, gradients[1], 2);
  check_near(moved, {-0.035, -0.01, -0.01});
}

TEST_CASE("one step at rate 1 from zero moves by -g exactly, and nothing that a large weight rounds away is lost",
          "[local-model]") {
  const auto training = settings(plain, 1.0);
  const FloatBuffer large(start.size(), 1e8F);
  LocalModel local = local_model(large, training);
  FloatBuffer moved(start.size(), 0.0F);
  local.add_moves_to(moved);
  step(local, gradients[0], 1);
  for (std::size_t k = 0; k < start.size(); ++k) {
    CHECK(moved[k] == -gradients[0][k]);
    CHECK(local.model()[k] == large[k]);
  }
  // A sum goes on from what is there.
  step(local, gradients[0], 2);
  for (std::size_t k = 0; k < start.size(); ++k) CHECK(moved[k] == -2.0F * gradients[0][k]);
}

TEST_CASE("steps of an optimiser that scales each coordinate are not added up", "[local-model]") {
  CHECK(optimizer(nesterov)->leaves_direction());
  CHECK_FALSE(optimizer(R"("adamw")")->leaves_direction());
  const auto training = settings(R"("adamw")");
  LocalModel local = local_model(start, training);
  FloatBuffer moved(start.size(), 0.0F);
  CHECK_THROWS_AS(local.add_moves_to(moved), std::logic_error);
}

TEST_CASE("a proximal term is in the gradient before momentum and weight decay", "[local-model]") {
  const FloatBuffer anchor = {0.5F, 0.5F, -1.0F};
  for (const std::string json : {plain, heavy_ball, nesterov}) {
    INFO(json);
    const auto training = settings(json, 0.1, 0.05);
    LocalModel local = local_model(start, training);
    local.stay_near(anchor, 0.3);
    Reference expected{.weight_decay = 0.05,
                       .momentum = json == plain ? 0.0 : 0.9,
                       .nesterov = json == nesterov,
                       .rho = 0.3,
                       .anchor = {0.5, 0.5, -1.0}};
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      step(local, gradients[i], i + 1);
      expected.step(gradients[i]);
    }
    check_near(local.model(), expected.x);
  }
}

TEST_CASE("the anchor is that of the moment", "[local-model]") {
  // x <- x - 0.5 (0.5 (x - anchor)): from 1 to anchor 0: 0.75; then to anchor 1.75: 0.75 + 0.25.
  const auto training = settings(plain, 0.5);
  LocalModel local = local_model({1.0F}, training);
  FloatBuffer anchor = {0.0F};
  local.stay_near(anchor, 0.5);
  step(local, {0.0F}, 1);
  CHECK(local.model()[0] == 0.75F);
  anchor = {1.75F};
  step(local, {0.0F}, 2);
  CHECK(local.model()[0] == 1.0F);
}

TEST_CASE("without its look-ahead a model of Nesterov's momentum is that of Sutskever et al.", "[local-model]") {
  // v <- 0.9 v - 0.1 g(z + 0.9 v); z <- z + v, with gradients that are given, as they are of z + 0.9 v, which is the
  // model.
  const auto training = settings(nesterov);
  LocalModel local = local_model(start, training);
  std::vector<double> z(start.begin(), start.end());
  std::vector<double> v(z.size(), 0.0);
  FloatBuffer point(start.size());
  local.without_look_ahead(point);
  CHECK(point == start);  // nothing looks ahead yet
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    CAPTURE(i);
    step(local, gradients[i], i + 1);
    std::vector<double> model(z.size());
    for (std::size_t k = 0; k < z.size(); ++k) {
      v[k] = 0.9 * v[k] - 0.1 * static_cast<double>(gradients[i][k]);
      z[k] += v[k];
      model[k] = z[k] + 0.9 * v[k];
    }
    local.without_look_ahead(point);
    check_near(point, z);
    check_near(local.model(), model);
  }
}

TEST_CASE("where the learning rate changes, the point is the model before the step, less rate g", "[local-model]") {
  auto training = settings(nesterov);
  training.schedule = schedule(R"({"name": "step", "milestones": [1], "gamma": 0.5})");
  LocalModel local = local_model(start, training);
  step(local, gradients[0], 1);
  std::vector<double> expected;
  for (std::size_t k = 0; k < start.size(); ++k) {
    expected.push_back(static_cast<double>(local.model()[k]) - 0.05 * static_cast<double>(gradients[1][k]));
  }
  step(local, gradients[1], 2);
  FloatBuffer point(start.size());
  local.without_look_ahead(point);
  check_near(point, expected);
}

TEST_CASE("after a reset nothing looks ahead, nor does it with other optimisers", "[local-model]") {
  FloatBuffer point(start.size());
  const auto is_model = [&](LocalModel& local) {
    local.without_look_ahead(point);
    return std::equal(point.begin(), point.end(), local.model().begin());
  };
  const auto training = settings(nesterov);
  LocalModel reset = local_model(start, training, StateAtSynchronisation::reset);
  step(reset, gradients[0], 1);
  CHECK_FALSE(is_model(reset));
  reset.synchronised();
  CHECK(is_model(reset));
  for (const std::string json : {plain, heavy_ball, R"("adamw")"}) {
    INFO(json);
    const auto others = settings(json);
    LocalModel local = local_model(start, others);
    step(local, gradients[0], 1);
    CHECK(is_model(local));
    CHECK(local.look_ahead_flops() == 0.0);
  }
}

TEST_CASE("the look-ahead goes by an averaged momentum", "[local-model]") {
  // The vector that is exchanged is [y; u]: with u = 0 in it y is the point itself.
  const auto training = settings(nesterov);
  LocalModel local = local_model(start, training, StateAtSynchronisation::averaged);
  step(local, gradients[0], 1);
  for (std::size_t k = 0; k < start.size(); ++k) local.exchanged()[start.size() + k] = 0.0F;
  FloatBuffer point(start.size());
  local.without_look_ahead(point);
  CHECK(std::equal(point.begin(), point.end(), local.model().begin()));
}

TEST_CASE("what steps cost beside the optimiser's own operations", "[local-model]") {
  const auto training = settings(nesterov, 0.1, 0.05);
  LocalModel local = local_model(start, training);
  FloatBuffer other(start.size(), 0.0F);
  const double size = 3.0;
  CHECK(local.step_flops() == 8.0 * size);
  local.add_moves_to(other);
  CHECK(local.step_flops() == 10.0 * size);
  local.stay_near(other, 0.5);
  CHECK(local.step_flops() == 13.0 * size);
  CHECK(local.look_ahead_flops() == 2.0 * size);
}

TEST_CASE("where nothing is learned there is nothing to add up, and it costs as much", "[local-model]") {
  const auto training = settings(plain);
  LocalModel local(100, {}, {}, training, StateAtSynchronisation::kept, false);
  FloatBuffer empty;
  local.add_moves_to(empty);
  local.stay_near(empty, 0.5);
  local.without_look_ahead(empty);
  CHECK(local.step_flops() == (2.0 + 2.0 + 3.0) * 100.0);
}
