// SPDX-License-Identifier: Apache-2.0
#include "models/data/synthetic_images.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/model.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

Data make(const char* json, std::uint64_t seed) {
  const auto dataset = datasets().read(Json::parse(json), Place("test"));
  dataset->default_seed(seed);
  return dataset->load({});
}

std::vector<float> features_of(const Samples& samples, std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> which(count);
  for (std::uint32_t i = 0; i < count; ++i) which[i] = first + i;
  std::vector<float> features(count * samples.features());
  samples.gather(which, features);
  return features;
}

TEST_CASE("synthetic-images: the defaults") {
  const Data data = make(R"("synthetic-images")", 1);
  CHECK(data.train.size() == 10000);
  CHECK(data.test.size() == 2000);
  CHECK(data.train.features() == 784);
  CHECK(data.train.labels().shape().classes == 10);
  for (int label = 0; label < 10; ++label) {
    CHECK(std::ranges::count(data.train.labels().classes(), static_cast<Label>(label)) == 1000);
  }
}

TEST_CASE("synthetic-images: a function of the seed") {
  const char* const json = R"({"name": "synthetic-images", "train": 200, "test": 50})";
  CHECK(make(json, 1).train.sha256() == make(json, 1).train.sha256());
  CHECK(make(json, 1).test.sha256() == make(json, 1).test.sha256());
  CHECK(make(json, 1).train.sha256() != make(json, 2).train.sha256());
}

TEST_CASE("synthetic-images: more images keep the ones there were, and test images are others") {
  const Data small = make(R"({"name": "synthetic-images", "train": 30, "test": 30})", 1);
  const Data large = make(R"({"name": "synthetic-images", "train": 60, "test": 30})", 1);
  CHECK(features_of(small.train, 0, 30) == features_of(large.train, 0, 30));
  CHECK(features_of(small.train, 0, 30) != features_of(small.test, 0, 30));
}

TEST_CASE("synthetic-images: features have mean 0 and the stated spread") {
  // Without noise and blending a feature is contrast * pattern * 40 / 128, with E contrast^2 = 1 + 0.6^2 / 12 = 1.03:
  // mean square 0.1006. The grey levels end at 3.2 deviations, which cuts a little off the corners, where all cosines
  // are +-1.
  const Data data = make(R"({"name": "synthetic-images", "noise": 0, "blend": 0, "train": 2000, "test": 1})", 1);
  double sum = 0.0;
  double squares = 0.0;
  const auto features = features_of(data.train, 0, 2000);
  for (const float value : features) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto count = static_cast<double>(features.size());
  CHECK(std::abs(sum / count) < 0.03);
  CHECK(squares / count < 0.1006);
  CHECK(squares / count > 0.085);
}

TEST_CASE("synthetic-images: each colour has patterns of its own") {
  const Data colour = make(R"({"name": "synthetic-images", "side": 8, "channels": 3, "train": 200, "noise": 0})", 1);
  CHECK(colour.train.shape() == Shape{3, 8, 8});
  const auto features = features_of(colour.train, 0, 200);
  // Patterns are sums of cosines with independent amplitudes, so that two colours hardly agree over many images.
  double products = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    squares += static_cast<double>(features[i]) * static_cast<double>(features[i]);
    if (i / 64 % 3 == 0) products += 3.0 * static_cast<double>(features[i]) * static_cast<double>(features[i + 64]);
  }
  CHECK(std::abs(products) < 0.2 * squares);
}

/// Full-batch accuracy on the test set after `steps` steps of SGD.
double accuracy_after(const char* model_json, const Data& data, int steps) {
  const auto model = models().read(Json::parse(model_json), Place("test"));
  model->bind(data.train.shape(), data.train.labels().shape());
  std::vector<float> parameters(model->parameter_count());
  std::vector<float> gradient(parameters.size());
  model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
  Workspace workspace;
  std::vector<std::uint32_t> which(64);
  std::vector<float> features(which.size() * data.train.features());
  std::vector<Label> labels(which.size());
  Stream random(1, Purpose::batches, 0, 0);
  for (int step = 0; step < steps; ++step) {
    for (auto& index : which) index = random.below(static_cast<std::uint32_t>(data.train.size()));
    data.train.gather(which, features);
    data.train.labels().gather(which, labels, {});
    (void)model->gradient(parameters, {features, labels}, {}, gradient, workspace);
    for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] -= 0.3F * gradient[i];
  }
  const auto all = features_of(data.test, 0, static_cast<std::uint32_t>(data.test.size()));
  const auto evaluation = model->evaluate(parameters, {}, {all, data.test.labels().classes()}, workspace);
  return evaluation.correct / static_cast<double>(data.test.size());
}

TEST_CASE("synthetic-images: a perceptron learns them, a linear model falls short") {
  // Smaller images keep this quick; chance is 0.25. The bounds leave room on both sides of what seeds give.
  const Data data = make(R"({"name": "synthetic-images", "side": 12, "classes": 4, "train": 4000, "test": 1000})", 1);
  const double linear = accuracy_after(R"("softmax-regression")", data, 600);
  const double perceptron = accuracy_after(R"({"name": "mlp", "hidden": [64]})", data, 600);
  CHECK(linear > 0.4);
  CHECK(perceptron > 0.8);
  CHECK(perceptron > linear + 0.08);
}

TEST_CASE("synthetic-images: what it rejects") {
  CHECK_THAT(usage_error([] { (void)make(R"({"name": "synthetic-images", "train": 5})", 1); }),
             Catch::Contains("/train") && Catch::Contains("at least one image per class (10), found 5"));
  CHECK_THAT(usage_error([] { (void)make(R"({"name": "synthetic-images", "classes": 65537})", 1); }),
             Catch::Contains("/classes") && Catch::Contains("from 2 to 65536"));
}

}  // namespace
}  // namespace lowband
