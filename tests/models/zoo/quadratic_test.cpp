// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/quadratic.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace lowband {
namespace {

std::unique_ptr<Model> make(const char* json, std::size_t features) {
  auto model = models().read(Json::parse(json), Place("test"));
  model->bind({features}, {1});
  return model;
}

TEST_CASE("quadratic: loss and gradient of a hand-derived example") {
  // Curvatures of 3 coordinates with condition 100: 1, 10, 100. Samples (0, 0, 0) and (2, 2, 2) at x = (1, 2, 3):
  // losses (1 + 40 + 900) / 2 = 470.5 and (1 + 0 + 100) / 2 = 50.5; gradient h (x - mean) = h (0, 1, 2) = (0, 10, 200).
  const auto model = make(R"({"name": "quadratic", "condition": 100})", 3);
  const std::vector<float> x = {1, 2, 3};
  const std::vector<float> features = {0, 0, 0, 2, 2, 2};
  const std::vector<Label> labels = {0, 0};
  std::vector<float> gradient(3);
  Workspace workspace;
  CHECK(model->gradient(x, {features, labels}, {}, gradient, workspace) == Approx((470.5 + 50.5) / 2));
  CHECK(gradient == std::vector<float>{0, 10, 200});
  CHECK(model->evaluate(x, {}, {features, labels}, workspace).loss == Approx(470.5 + 50.5));
  CHECK_FALSE(model->has_accuracy());
  CHECK(model->parameter_count() == 3);
}

TEST_CASE("quadratic: the gradient vanishes at the mean of the samples") {
  const auto model = make(R"("quadratic")", 2);
  const std::vector<float> mean = {2, 5};
  const std::vector<float> features = {1, 3, 2, 5, 3, 7};
  const std::vector<Label> labels = {0, 0, 0};
  std::vector<float> gradient(2);
  Workspace workspace;
  (void)model->gradient(mean, {features, labels}, {}, gradient, workspace);
  CHECK(gradient == std::vector<float>{0, 0});
}

TEST_CASE("quadratic: one feature has curvature 1") {
  const auto model = make(R"("quadratic")", 1);
  const std::vector<float> x = {3};
  const std::vector<float> features = {1};
  const std::vector<Label> labels = {0};
  std::vector<float> gradient(1);
  Workspace workspace;
  CHECK(model->gradient(x, {features, labels}, {}, gradient, workspace) == Approx(2.0));
  CHECK(gradient[0] == 2.0F);
}

}  // namespace
}  // namespace lowband
