// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/evaluator.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/problems.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

LearnedModel learned(FloatBuffer parameters, FloatBuffer buffers = {}) {
  return {std::move(parameters), std::move(buffers)};
}

/// Four samples in the plane, which train and test.
OwningProblem four_points() {
  return quadratic({{0.0F, 0.0F}, {2.0F, 0.0F}, {0.0F, 2.0F}, {4.0F, 4.0F}}, {{0, 1}, {2, 3}}, 1);
}

Evaluated evaluated(const OwningProblem& problem, const EvaluationSettings& settings,
                    const std::vector<LearnedModel>& models, double regulariser = 0.0, int threads = 1) {
  TaskPool pool(threads);
  return Evaluator(*problem.problem, settings, regulariser, pool).evaluate(models);
}

}  // namespace

TEST_CASE("workers' own models are evaluated, their mean and the worst of them", "[evaluator]") {
  // Loss of x: the mean of 1/2 ||x - a||^2. At (0, 0): (0 + 2 + 2 + 16) / 4 = 5; at (2, 2): (4 + 2 + 2 + 4) / 4 = 3.
  const auto row = evaluated(four_points(), {.train_samples = 0, .worker_test_samples = 0, .worker_train_samples = 0},
                             {learned({0.0F, 0.0F}), learned({2.0F, 2.0F})})
                       .metrics;
  CHECK(row.workers_test_loss == Approx(4.0));
  CHECK(row.workers_train_loss == Approx(4.0));
  CHECK(row.worst_worker_train_loss == Approx(5.0));
  CHECK(std::isnan(row.workers_test_accuracy));  // a quadratic has none
  CHECK(std::isnan(row.worst_worker_test_accuracy));
  // The mean model (1, 1), which no worker has: (1 + 1 + 1 + 9) / 4.
  CHECK(row.train_loss == Approx(3.0));
  CHECK(row.test_loss == Approx(3.0));
  CHECK(row.model_norm_sq == Approx(2.0));
}

TEST_CASE("workers' losses are not taken unless asked for", "[evaluator]") {
  const auto row = evaluated(four_points(), {.train_samples = 0}, {learned({0.0F, 0.0F})}).metrics;
  CHECK(std::isnan(row.workers_train_loss));
  CHECK(std::isnan(row.worst_worker_train_loss));
  CHECK(row.workers_test_loss == Approx(5.0));
}

TEST_CASE("workers' samples are spread over those of the mean model", "[evaluator]") {
  // Of four samples two are taken: the first and the third, (0, 0) and (0, 2); of these one: the first.
  const auto two = evaluated(four_points(), {.train_samples = 2, .test_samples = 2, .worker_test_samples = 0},
                             {learned({0.0F, 0.0F}), learned({4.0F, 0.0F})})
                       .metrics;
  CHECK(two.test_loss == Approx((2.0 + 4.0) / 2));          // of (2, 0)
  CHECK(two.workers_test_loss == Approx((1.0 + 9.0) / 2));  // (0 + 2) / 2 and (8 + 10) / 2
  const auto one = evaluated(four_points(), {.train_samples = 2, .test_samples = 2, .worker_test_samples = 1},
                             {learned({0.0F, 0.0F}), learned({4.0F, 0.0F})})
                       .metrics;
  CHECK(one.workers_test_loss == Approx((0.0 + 8.0) / 2));
  const auto samples = evaluation_samples(
      {.train_samples = 3, .test_samples = 0, .worker_test_samples = 100, .worker_train_samples = 2}, 4, 50);
  CHECK(samples.train == 3);
  CHECK(samples.test == 50);
  CHECK(samples.worker_test == 50);
  CHECK(samples.worker_train == 2);
}

TEST_CASE("the objective has the regulariser that the loss has not", "[evaluator]") {
  // At x = (2, 0): loss (2 + 0 + 4 + 10) / 4 = 4, gradient x - mean(a) = (2, 0) - (1.5, 1.5); with a regulariser of
  // 0.5 the objective is 4 + 0.25 * 4 and its gradient (0.5, -1.5) + 0.5 (2, 0).
  const auto row = evaluated(four_points(), {.train_samples = 0}, {learned({2.0F, 0.0F})}, 0.5).metrics;
  CHECK(row.train_loss == Approx(4.0));
  CHECK(row.gradient_norm_sq == Approx(2.5));
  CHECK(row.objective == Approx(5.0));
  CHECK(row.objective_gradient_norm_sq == Approx(1.5 * 1.5 + 1.5 * 1.5));
}

TEST_CASE("workers whose parameters are equal are told apart by their buffers", "[evaluator]") {
  // The loss of an ObservingModel is x . m. Equal x, different m: every worker is tested with its own.
  const auto problem = observing_problem(2, 2, 4, 1);
  const auto found = evaluated(problem, {.train_samples = 0, .worker_test_samples = 0, .each_worker = true},
                               {learned({1.0F, 2.0F}, {1.0F, 1.0F, 0.0F}), learned({1.0F, 2.0F}, {3.0F, 5.0F, 0.0F})});
  REQUIRE(found.workers.size() == 2);
  CHECK(found.workers[0].test_loss == Approx(3.0));
  CHECK(found.workers[1].test_loss == Approx(13.0));
  CHECK(found.metrics.workers_test_loss == Approx(8.0));
  CHECK(found.metrics.test_loss == Approx(8.0));  // of the mean m, (2, 3)
}

TEST_CASE("equal models count for every worker, whatever the number of threads", "[evaluator]") {
  const auto problem = noisy_quadratic(40, 3, 30, 1);
  std::vector<LearnedModel> same(40, learned({0.5F, -1.0F, 2.0F}));
  const EvaluationSettings settings{
      .train_samples = 0, .worker_test_samples = 0, .worker_train_samples = 0, .each_worker = true};
  const auto alike = evaluated(problem, settings, same);
  REQUIRE(alike.workers.size() == 40);
  for (const auto& own : alike.workers) CHECK(own.test_loss == alike.metrics.workers_test_loss);
  CHECK(alike.metrics.workers_train_loss == alike.metrics.worst_worker_train_loss);
  same.back().parameters[0] = 0.75F;
  const auto one = evaluated(problem, settings, same, 0.0, 1);
  const auto two = evaluated(problem, settings, same, 0.0, 2);
  CHECK(one.workers[39].test_loss != one.workers[38].test_loss);
  CHECK(one.workers[38].test_loss == alike.workers[38].test_loss);
  CHECK(one.metrics.workers_test_loss == two.metrics.workers_test_loss);
  CHECK(one.metrics.worst_worker_train_loss == two.metrics.worst_worker_train_loss);
  CHECK(one.metrics.train_loss == two.metrics.train_loss);
}

TEST_CASE("of more than five classes there is a top-5 accuracy, of all pieces together", "[evaluator]") {
  // Softmax regression with weights of 0 and biases of 6, 5, ..., 0: whatever the sample, class c has c classes before
  // it. Of 700 labels, a hundred of each class, which make several pieces, those of the classes 0 to 4 are right.
  constexpr std::size_t samples = 700;
  const auto of_classes = [](Label classes) {
    std::vector<Label> labels(samples);
    for (std::size_t i = 0; i < samples; ++i) labels[i] = static_cast<Label>(i) % classes;
    return Samples::from_floats(FloatBuffer(samples, 1.0F), Labels::of_classes(labels, static_cast<int>(classes)), {1});
  };
  const auto row_of = [&](Label classes, FloatBuffer parameters) {
    OwningProblem made;
    made.data.train = made.data.test = of_classes(classes);
    made.model = models().read("softmax-regression", Place("test"));
    made.model->bind({1}, {static_cast<int>(classes)});
    made.problem =
        std::make_unique<Problem>(*made.model, made.data, std::vector<std::vector<std::uint32_t>>{{0}}, 1, 1);
    return evaluated(made, {.train_samples = 1, .test_samples = 0, .worker_test_samples = 1},
                     {learned(std::move(parameters))})
        .metrics;
  };
  const auto seven = row_of(7, {0, 0, 0, 0, 0, 0, 0, 6, 5, 4, 3, 2, 1, 0});
  CHECK(seven.test_top5_accuracy == Approx(5.0 / 7.0));
  CHECK(seven.test_accuracy == Approx(1.0 / 7.0));
  CHECK(std::isnan(row_of(5, {0, 0, 0, 0, 0, 4, 3, 2, 1, 0}).test_top5_accuracy));
  CHECK(std::isnan(Evaluator::nothing().metrics.test_top5_accuracy));
  CHECK(std::isnan(evaluated(four_points(), {}, {learned({0.0F, 0.0F})}).metrics.test_top5_accuracy));
}
