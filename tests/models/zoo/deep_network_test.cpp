// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/deep_network.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/usage_error.hpp"

namespace lowband {
namespace {

constexpr Shape colour{3, 32, 32};

std::unique_ptr<Model> make(const char* json, const Shape& shape = colour) {
  auto model = models().read(Json::parse(json), Place("test"));
  model->bind(shape, {10});
  return model;
}

/// Random images, labels and initial parameters.
struct Case {
  Case(const Model& model, const Shape& shape, std::size_t samples, std::size_t shift = 0)
      : storage(model.parameter_count() + shift), features(samples * shape.size()), labels(samples) {
    Stream random(3, Purpose::data, 0, 0);
    for (float& feature : features) feature = random.normal();
    for (auto& label : labels) label = static_cast<Label>(random.below(10));
    parameters = std::span(storage).subspan(shift);
    model.initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
    buffers.resize(size_of(model.buffers()));
    model.initialise_buffers(buffers);
  }
  [[nodiscard]] Batch batch() const { return {features, labels}; }

  std::vector<float> storage;
  std::vector<float> features;
  std::vector<Label> labels;
  std::span<float> parameters;
  std::vector<float> buffers;
};

TEST_CASE("deep networks have the numbers of parameters that are published", "[deep]") {
  // Lenet: conv 5 x 5 x c x 6 + 6, 5 x 5 x 6 x 16 + 16, dense 400 x 120 + 120, 120 x 84 + 84, 84 x 10 + 10.
  CHECK(make(R"("lenet5")", {1, 28, 28})->parameter_count() == 61706);
  CHECK(make(R"("lenet5")")->parameter_count() == 62006);
  CHECK(make(R"("resnet20")")->parameter_count() == 269722);
  CHECK(make(R"("resnet32")")->parameter_count() == 464154);
  CHECK(make(R"("resnet56")")->parameter_count() == 853018);
  CHECK(make(R"("resnet110")")->parameter_count() == 1727962);
  CHECK(make(R"("resnet18")")->parameter_count() == 11173962);
  CHECK(make(R"("vgg11")")->parameter_count() == 9231114);
  CHECK(make(R"("vgg16")")->parameter_count() == 14728266);
  // Option B of resnet20 adds 16 x 32 + 32 x 64 weights and two normalisations of 32 and 64 channels.
  CHECK(make(R"({"name": "resnet20", "shortcut": "B"})")->parameter_count() == 269722 + 512 + 2048 + 2 * (32 + 64));
}

TEST_CASE("tensors are called and shaped as in PyTorch", "[deep]") {
  const auto model = make(R"({"name": "resnet8", "shortcut": "B"})");
  const Layout layout = model->layout();
  std::vector<std::string> names;
  for (const auto& tensor : layout) names.push_back(tensor.name);
  CHECK(std::vector<std::string>(names.begin(), names.begin() + 6) ==
        std::vector<std::string>{"conv1.weight", "bn1.weight", "bn1.bias", "layer1.0.conv1.weight",
                                 "layer1.0.bn1.weight", "layer1.0.bn1.bias"});
  CHECK(std::find(names.begin(), names.end(), "layer2.0.shortcut.0.weight") != names.end());
  CHECK(std::find(names.begin(), names.end(), "layer1.0.shortcut.0.weight") == names.end());
  CHECK(names.back() == "fc.bias");
  CHECK(layout.front().shape == std::vector<std::size_t>{16, 3, 3, 3});
  CHECK(model->buffers().front().name == "bn1.running_mean");
  const Layout vgg = make(R"("vgg11")")->layout();
  CHECK(vgg[4].name == "features.4.weight");  // after convolution, normalisation, ReLU and pooling
  CHECK(make(R"({"name": "resnet8", "normalisation": "group"})")->buffers().empty());
  // What is said of them before the shapes are known is true.
  for (const char* json :
       {R"("lenet5")", R"("resnet8")", R"({"name": "resnet8", "normalisation": "group"})", R"("vgg11")"}) {
    const auto any = make(json);
    CHECK(any->has_buffers() == !any->buffers().empty());
  }
}

TEST_CASE("the operations of a gradient are those of its products", "[deep]") {
  // resnet20 multiplies and adds 16 x 27 x 1024 times in its first convolution, which has no gradient of its input, 18
  // x 16 x 144 x 1024 times in the others but for two of half that size (32 x 144 x 256), and 640 times in its dense
  // layer.
  const auto model = make(R"("resnet20")");
  const double forward =
      2.0 * (16.0 * 27.0 * 1024.0 + 16.0 * 16.0 * 144.0 * 1024.0 + 2.0 * 32.0 * 144.0 * 256.0 + 640.0);
  const double flops = (3.0 * forward - 2.0 * 16.0 * 27.0 * 1024.0) * 32.0;
  CHECK(model->gradient_flops(32) == flops);
  const auto backward = model->backward_flops(32);
  REQUIRE(backward.size() == model->layout().size());
  double sum = 0.0;
  for (const double part : backward) sum += part;
  CHECK(sum == Approx(flops - forward * 32.0));
}

TEST_CASE("a gradient is the same bit for bit on every thread, anywhere in memory, after anything", "[deep]") {
  const auto model = make(R"("resnet8")");
  const Case aligned(*model, colour, 8);
  Workspace workspace;
  std::vector<float> first(model->parameter_count());
  const double loss = model->gradient(aligned.parameters, aligned.batch(), {}, first, workspace);
  CHECK(std::isfinite(loss));
  for (const std::size_t shift : {0U, 1U, 3U}) {
    const Case shifted(*model, colour, 8, shift);
    std::vector<float> gradient(first.size());
    double found = 0.0;
    std::thread([&] {
      Workspace own;
      const Case other(*model, colour, 5);
      std::vector<float> ignored(first.size());
      (void)model->gradient(other.parameters, other.batch(), {}, ignored, own);
      found = model->gradient(shifted.parameters, shifted.batch(), {}, gradient, own);
    }).join();
    CHECK(found == loss);
    CHECK(gradient == first);
  }
}

TEST_CASE("running statistics move a tenth of the way towards those of the batch", "[deep]") {
  const auto model = make(R"("resnet8")");
  Case one(*model, colour, 4);
  Workspace workspace;
  std::vector<float> gradient(model->parameter_count());
  (void)model->gradient(one.parameters, one.batch(), {}, gradient, workspace);
  std::vector<float> untouched(one.buffers.size());
  model->initialise_buffers(untouched);
  CHECK(one.buffers == untouched);  // nobody asked
  (void)model->gradient(one.parameters, one.batch(), {.buffers = one.buffers}, gradient, workspace);
  // The first normalisation's input is the first convolution's output, in double here.
  for (std::size_t o = 0; o < 16; ++o) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t sample = 0; sample < 4; ++sample) {
      for (int i = 0; i < 32; ++i) {
        for (int j = 0; j < 32; ++j) {
          double value = 0.0;
          for (std::size_t c = 0; c < 3; ++c) {
            for (int u = -1; u <= 1; ++u) {
              for (int v = -1; v <= 1; ++v) {
                if (i + u < 0 || j + v < 0 || i + u > 31 || j + v > 31) continue;
                const auto pixel = static_cast<std::size_t>((i + u) * 32 + j + v);
                const auto weight =
                    ((o * 3 + c) * 3 + static_cast<std::size_t>(u + 1)) * 3 + static_cast<std::size_t>(v + 1);
                value += static_cast<double>(one.parameters[weight]) *
                         static_cast<double>(one.features[(sample * 3 + c) * 1024 + pixel]);
              }
            }
          }
          sum += value;
          squares += value * value;
        }
      }
    }
    constexpr double count = 4.0 * 1024.0;
    const double mean = sum / count;
    const double variance = (squares - count * mean * mean) / (count - 1.0);
    CHECK(static_cast<double>(one.buffers[o]) == Approx(0.1 * mean).margin(1e-6));
    CHECK(static_cast<double>(one.buffers[16 + o]) == Approx(0.9 + 0.1 * variance).epsilon(1e-5));
  }
}

TEST_CASE("an evaluation does not depend on how samples are cut into batches", "[deep]") {
  for (const char* name : {R"("lenet5")", R"("resnet8")", R"({"name": "vgg11", "dropout": 0.5})"}) {
    const auto model = make(name);
    const Case all(*model, colour, 6);
    Workspace workspace;
    const Evaluation whole = model->evaluate(all.parameters, all.buffers, all.batch(), workspace);
    double loss = 0.0;
    double correct = 0.0;
    for (std::size_t i = 0; i < 6; i += 2) {
      const Batch part{std::span(all.features).subspan(i * colour.size(), 2 * colour.size()),
                       std::span(all.labels).subspan(i, 2)};
      const Evaluation evaluation = model->evaluate(all.parameters, all.buffers, part, workspace);
      loss += evaluation.loss;
      correct += evaluation.correct;
    }
    CHECK(whole.loss == Approx(loss).epsilon(1e-5));
    CHECK(whole.correct == correct);
  }
}

TEST_CASE("a deep network that has diverged says so", "[deep]") {
  for (const char* name : {R"("lenet5")", R"("resnet8")"}) {
    const auto model = make(name);
    Case one(*model, colour, 2);
    one.parameters.front() = std::numeric_limits<float>::quiet_NaN();
    Workspace workspace;
    std::vector<float> gradient(model->parameter_count());
    CHECK(std::isnan(model->gradient(one.parameters, one.batch(), {}, gradient, workspace)));
    CHECK(std::isnan(model->evaluate(one.parameters, one.buffers, one.batch(), workspace).loss));
  }
}

TEST_CASE("images that are too small for a deep network are refused", "[deep]") {
  const auto vgg = models().read("vgg11", Place("test"));
  CHECK(usage_error([&] { vgg->bind({1, 28, 28}, {10}); }) ==
        "layers/28 (max-pooling): 512 x 1 x 1 values arrive; pooling over 2 x 2 takes 2 x 2 or more");
  const auto lenet = models().read("lenet5", Place("test"));
  CHECK_THROWS_AS(lenet->bind({784}, {10}), UsageError);
  CHECK_THROWS_AS(lenet->bind(colour, {1}), UsageError);
}

}  // namespace
}  // namespace lowband
