// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/linear_classifier.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/data/dataset.hpp"
#include "tests/models/data/real_data.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

constexpr const char* logistic = R"("logistic-regression")";
constexpr const char* hinge = R"("linear-svm")";
constexpr const char* squared = R"({"name": "linear-svm", "loss": "squared-hinge"})";

std::unique_ptr<Model> make(const char* json, const Shape& shape) {
  auto model = models().read(Json::parse(json), Place("test"));
  model->bind(shape, {2});
  return model;
}

using MarginLoss = std::function<double(double)>;
const MarginLoss logistic_loss = [](double margin) { return std::log(1.0 + std::exp(-margin)); };
const MarginLoss hinge_loss = [](double margin) { return std::max(0.0, 1.0 - margin); };
const MarginLoss squared_loss = [](double margin) { return std::pow(std::max(0.0, 1.0 - margin), 2.0); };

/// A batch in both forms: about a third of the values are not zero.
struct BothForms {
  BothForms(std::size_t samples, std::size_t width) : features(samples * width), labels(samples), rows(samples) {
    Stream random(4, Purpose::data, 0, 0);
    for (std::size_t i = 0; i < samples; ++i) {
      labels[i] = static_cast<Label>(random.below(2));
      for (std::size_t k = 0; k < width; ++k) {
        if (random.below(3) != 0) continue;
        features[i * width + k] = random.normal();
        stored.add(static_cast<std::uint32_t>(k), features[i * width + k]);
      }
      stored.end_row();
    }
    std::vector<std::uint32_t> all(samples);
    std::iota(all.begin(), all.end(), 0U);
    stored.gather(all, rows);
  }

  [[nodiscard]] Batch dense() const { return {features, labels}; }
  [[nodiscard]] Batch sparse() const { return {.features = {}, .labels = labels, .rows = rows}; }

  std::vector<float> features;
  std::vector<Label> labels;
  SparseRows stored;
  std::vector<SparseRow> rows;
};

/// The mean loss in double; the bias is the last parameter, if there is one more than features.
double reference_loss(const std::vector<double>& parameters, const Batch& dense, const MarginLoss& loss) {
  const std::size_t features = dense.features.size() / dense.size();
  double sum = 0.0;
  for (std::size_t i = 0; i < dense.size(); ++i) {
    double score = parameters.size() > features ? parameters.back() : 0.0;
    for (std::size_t k = 0; k < features; ++k) {
      score += parameters[k] * static_cast<double>(dense.features[i * features + k]);
    }
    sum += loss(dense.labels[i] == 1 ? score : -score);
  }
  return sum / static_cast<double>(dense.size());
}

void check_gradient(const char* json, const MarginLoss& loss, std::size_t features, std::size_t samples) {
  const auto model = make(json, {features});
  const BothForms batch(samples, features);
  std::vector<float> parameters(model->parameter_count());
  model->initialise(parameters, Stream(2, Purpose::initial_model, 0, 0));
  Workspace workspace;
  for (const Batch& form : {batch.dense(), batch.sparse()}) {
    std::vector<float> gradient(parameters.size(), 99.0F);
    const double mean = model->gradient(parameters, form, {}, gradient, workspace);
    std::vector<double> point(parameters.begin(), parameters.end());
    // Float rounding of scores around 1, some 1e-7 each; a slope of the squared hinge doubles it.
    CHECK(mean == Approx(reference_loss(point, batch.dense(), loss)).margin(2e-6));
    for (std::size_t i = 0; i < point.size(); ++i) {
      // Central differences in double: truncation h^2 f''' ~ 1e-10, rounding 1e-16 / h = 1e-11. No margin is within h
      // of a kink.
      constexpr double h = 1e-5;
      const double original = point[i];
      point[i] = original + h;
      const double above = reference_loss(point, batch.dense(), loss);
      point[i] = original - h;
      const double below = reference_loss(point, batch.dense(), loss);
      point[i] = original;
      REQUIRE(static_cast<double>(gradient[i]) == Approx((above - below) / (2.0 * h)).margin(2e-6));
    }
    CHECK(model->evaluate(parameters, {}, form, workspace).loss / static_cast<double>(samples) ==
          Approx(mean).margin(1e-12));
  }
}

TEST_CASE("linear classifiers: gradients of dense and sparse batches agree with finite differences") {
  for (const auto& [features, samples] : std::vector<std::pair<std::size_t, std::size_t>>{{7, 5}, {40, 33}}) {
    check_gradient(logistic, logistic_loss, features, samples);
    check_gradient(R"({"name": "logistic-regression", "bias": false})", logistic_loss, features, samples);
    check_gradient(hinge, hinge_loss, features, samples);
    check_gradient(squared, squared_loss, features, samples);
    check_gradient(R"({"name": "linear-svm", "loss": "squared-hinge", "bias": false})", squared_loss, features,
                   samples);
  }
}

TEST_CASE("linear classifiers: hand-derived losses, gradients and correct answers") {
  // w = (1, 2), b = -1. Samples (1, 0) of class 1: score 0, margin 0. (0, 1) of class 0: score 1, margin -1. (2, 1) of
  // class 1: score 3, margin 3. A score of 0 is class 0, so that one of the three is told right.
  const std::vector<float> parameters = {1, 2, -1};
  const std::vector<float> features = {1, 0, 0, 1, 2, 1};
  const std::vector<Label> labels = {1, 0, 1};
  const Batch batch{features, labels};
  std::vector<float> gradient(3);
  Workspace workspace;
  const auto loss_of = [&](const char* json) {
    const auto model = make(json, {2});
    const Evaluation evaluation = model->evaluate(parameters, {}, batch, workspace);
    CHECK(evaluation.correct == 1);
    return 3.0 * model->gradient(parameters, batch, {}, gradient, workspace);
  };
  // Hinge: 1 + 2 + 0; slopes -1, -1, 0 over the margin, -1, +1, 0 over the score: the mean of (-1, 0, -1), (0, 1, 1).
  CHECK(loss_of(hinge) == Approx(3.0));
  CHECK(gradient == std::vector<float>{-1.0F / 3.0F, 1.0F / 3.0F, 0.0F});
  // Squared: 1 + 4 + 0; slopes -2, -4, 0: the mean of (-2, 0, -2), (0, 4, 4).
  CHECK(loss_of(squared) == Approx(5.0));
  CHECK(gradient[0] == Approx(-2.0 / 3.0));
  CHECK(gradient[1] == Approx(4.0 / 3.0));
  CHECK(gradient[2] == Approx(2.0 / 3.0));
  CHECK(loss_of(logistic) == Approx(std::log(2.0) + std::log(1.0 + std::exp(1.0)) + std::log(1.0 + std::exp(-3.0))));
}

TEST_CASE("logistic regression: margins of any size") {
  const auto model = make(R"({"name": "logistic-regression", "bias": false})", {1});
  const std::vector<float> parameters = {1};
  const std::vector<Label> labels = {1};
  Workspace workspace;
  const auto at = [&](float margin) {
    const std::vector<float> features = {margin};
    std::vector<float> gradient(1);
    const double loss = model->gradient(parameters, {features, labels}, {}, gradient, workspace);
    return std::pair(loss, gradient[0]);
  };
  CHECK(at(1e30F) == std::pair(0.0, 0.0F));
  CHECK(at(-1e30F).first == Approx(1e30));
  CHECK(at(-1e30F).second == Approx(1e30));                          // slope -1 times the feature, -1e30
  CHECK(at(50.0F).first == Approx(std::exp(-50.0)).epsilon(1e-12));  // log1p keeps what 1 + exp(-50) would lose
  CHECK(std::isnan(at(std::nanf("")).first));
}

TEST_CASE("linear classifiers: a model that diverged has a loss of NaN") {
  for (const char* json : {logistic, hinge, squared}) {
    const auto model = make(json, {3});
    const std::vector<float> parameters(4, std::nanf(""));
    const BothForms batch(4, 3);
    std::vector<float> gradient(4);
    Workspace workspace;
    for (const Batch& form : {batch.dense(), batch.sparse()}) {
      CHECK(std::isnan(model->gradient(parameters, form, {}, gradient, workspace)));
      CHECK(std::isnan(model->evaluate(parameters, {}, form, workspace).loss));
    }
  }
}

TEST_CASE("linear classifiers: parameters and operations") {
  const auto dense = make(logistic, {100});
  CHECK(dense->takes_sparse());
  CHECK(dense->parameter_count() == 101);
  CHECK(dense->gradient_flops(8) == 4.0 * 100 * 8);
  CHECK(dense->backward_flops(8) == std::vector<double>{2.0 * 100 * 8, 0.0});
  const auto sparse = make(R"({"name": "linear-svm", "bias": false})", {.channels = 100, .stored = 2.5});
  CHECK(sparse->parameter_count() == 100);
  CHECK(sparse->gradient_flops(8) == 4.0 * 2.5 * 8);
  CHECK(sparse->backward_flops(8) == std::vector<double>{2.0 * 2.5 * 8});
}

TEST_CASE("linear classifiers reject what does not fit") {
  for (const int classes : {1, 3}) {
    const auto model = models().read("logistic-regression", Place("test"));
    CHECK(usage_error([&] { model->bind({4}, {classes}); }) ==
          "a binary classifier needs data of 2 classes, these have " + std::to_string(classes));
  }
  CHECK_THAT(usage_error([] { make(R"({"name": "linear-svm", "loss": "hing"})", {2}); }),
             Catch::Contains("/loss") && Catch::Contains("hinge"));
  CHECK_THAT(usage_error([] { make(R"({"name": "linear-svm", "bias": 1})", {2}); }), Catch::Contains("/bias"));
}

// The optimum of the mean loss + 0.05 ||(w, b)||^2 was computed by Newton's method in double with NumPy: mean loss
// 0.415854002591, regularised 0.467950812077, test accuracy 0.810945; the largest eigenvalue of the Hessian's bound
// A^T A / (4 n) + 0.1 I is 1.9186. So gradient steps of 1/1.9186 bring the squared distance down by (1 - 0.1/1.9186)^2
// each, by 200 of them to 5e-10 of what it was: what is left is float rounding.
TEST_CASE("logistic regression: gradient descent on a9a arrives at the optimum that is known") {
  if (!has_real("libsvm")) {
    WARN("skipped: no libsvm in $LOWBAND_DATA");
    return;
  }
  const Json json = {{"name", "libsvm"}, {"train", "libsvm/a9a"}, {"test", "libsvm/a9a.t"}};
  const Data data = datasets().read(json, Place("test"))->load(real_folders());
  const auto model = make(logistic, data.train.shape());
  std::vector<SparseRow> rows(data.train.size());
  const auto batch_of = [&](const Samples& samples) {
    std::vector<std::uint32_t> all(samples.size());
    std::iota(all.begin(), all.end(), 0U);
    const auto some_rows = std::span(rows).first(all.size());
    samples.gather_sparse(all, some_rows);
    return Batch{.features = {}, .labels = samples.labels().classes(), .rows = some_rows};
  };
  std::vector<float> parameters(model->parameter_count(), 0.0F);
  std::vector<float> gradient(parameters.size());
  Workspace workspace;
  const Batch train = batch_of(data.train);
  double loss = 0.0;
  for (int step = 0; step <= 200; ++step) {
    loss = model->gradient(parameters, train, {}, gradient, workspace);
    if (step == 200) break;
    for (std::size_t k = 0; k < parameters.size(); ++k) parameters[k] -= (gradient[k] + 0.1F * parameters[k]) / 1.9186F;
  }
  double squared_norm = 0.0;
  for (const float parameter : parameters) squared_norm += std::pow(static_cast<double>(parameter), 2.0);
  CHECK(loss == Approx(0.415854002591).margin(1e-4));
  CHECK(loss + 0.05 * squared_norm == Approx(0.467950812077).margin(1e-5));
  const Evaluation tested = model->evaluate(parameters, {}, batch_of(data.test), workspace);
  CHECK(tested.correct / static_cast<double>(data.test.size()) == Approx(0.810945).margin(1e-3));
}

}  // namespace
}  // namespace lowband
