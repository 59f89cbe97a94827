// SPDX-License-Identifier: Apache-2.0
// Losses, gradients, running statistics and training steps of the deep models against PyTorch's in float64, of which
// tests/reference/torch_models.py has made the fixtures. Parameters and batches are functions of integers there and
// here.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/optimizers/sgd.hpp"
#include "sim/base/json.hpp"

namespace lowband {
namespace {

constexpr std::uint32_t inputs_stream = 1U << 16U;
constexpr std::uint32_t labels_stream = 2U << 16U;
constexpr std::uint32_t signs_stream = 3U << 16U;

/// 32 random bits ("lowbias32" of Chris Wellons).
std::uint32_t hashed(std::uint32_t stream, std::size_t index) {
  std::uint32_t x = static_cast<std::uint32_t>(index) + stream * 0x9e3779b9U;
  x ^= x >> 16U;
  x *= 0x7feb352dU;
  x ^= x >> 15U;
  x *= 0x846ca68bU;
  return x ^ (x >> 16U);
}

/// A multiple of 2^-15 in [-1, 1).
float noise(std::uint32_t stream, std::size_t index) {
  return (static_cast<float>(hashed(stream, index) >> 16U) - 32768.0F) / 32768.0F;
}

/// A weight within the power of two that is nearest to He's bound, biases within 1/4, scales of norms 1 +- 1/4.
void initialise(std::uint32_t stream, const ParameterTensor& tensor, std::span<float> values) {
  float scale = 0.25F;
  if (tensor.shape.size() > 1) {
    const auto fan_in = static_cast<double>(tensor.size() / tensor.shape.front());
    scale = static_cast<float>(std::exp2(std::round(0.5 * std::log2(6.0 / fan_in))));
  }
  const float centre = tensor.shape.size() == 1 && tensor.name.ends_with("weight") ? 1.0F : 0.0F;
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = centre + scale * noise(stream, k);
}

Json read_fixture(const std::string& name) {
  return read_json_file(std::string(LOWBAND_SOURCE_DIR) + "/tests/reference/torch_" + name + ".json");
}

Shape shape_of(const Json& fixture) {
  const Json& sample = fixture["sample"];
  Shape shape{sample[0].get<std::size_t>(), sample[1].get<std::size_t>(), sample[2].get<std::size_t>()};
  if (fixture.contains("symbols")) shape.symbols = fixture["symbols"].get<std::size_t>();
  return shape;
}

std::unique_ptr<Model> bound(const Json& fixture) {
  auto made = models().read(fixture["model"], Place("fixture"));
  made->bind(shape_of(fixture), {10});
  return made;
}

/// The samples of a batch, and what refers to them.
struct OwningBatch {
  FloatBuffer features;
  std::vector<Label> labels;

  OwningBatch(const Json& fixture, std::uint32_t step)
      : features(fixture["batch_size"].get<std::size_t>() * shape_of(fixture).size()),
        labels(fixture["batch_size"].get<std::size_t>()) {
    const std::uint32_t batch = fixture["batch"].get<std::uint32_t>() + step;
    const auto symbols = shape_of(fixture).symbols;
    for (std::size_t k = 0; k < features.size(); ++k) {
      features[k] = symbols ? static_cast<float>(hashed(inputs_stream + batch, k) % *symbols)
                            : 2.0F * noise(inputs_stream + batch, k);
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      labels[i] = static_cast<Label>(hashed(labels_stream + batch, i) % 10);
    }
  }
  [[nodiscard]] Batch batch() const { return {features, labels}; }
};

/// The largest error of a tensor's norm, of its products with two vectors of signs, and of up to 64 of its elements;
/// relative to its norm, or to `least` if that is larger.
double error_of(std::span<const float> values, const Json& reference, double least = 0.0) {
  double squares = 0.0;
  std::vector<double> projections(2, 0.0);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto value = static_cast<double>(values[k]);
    squares += value * value;
    for (std::uint32_t j = 0; j < 2; ++j) projections[j] += hashed(signs_stream + j, k) >> 31U == 0 ? value : -value;
  }
  const auto norm = reference["norm"].get<double>();
  double error = std::abs(std::sqrt(squares) - norm);
  for (std::size_t j = 0; j < 2; ++j) {
    error = std::max(error, std::abs(projections[j] - reference["projections"][j].get<double>()));
  }
  const Json& samples = reference["samples"];
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto value = static_cast<double>(values[i * values.size() / samples.size()]);
    error = std::max(error, std::abs(value - samples[i].get<double>()));
  }
  return std::isfinite(squares) ? error / std::max(norm, least) : squares;
}

/// Checks every tensor of a vector, name and shape too.
void check_tensors(const Layout& layout, std::span<const float> vector, const Json& references, double tolerance,
                   double least = 0.0) {
  REQUIRE(layout.size() == references.size());
  for (std::size_t i = 0; i < layout.size(); ++i) {
    CAPTURE(layout[i].name);
    REQUIRE(layout[i].name == references[i]["name"]);
    REQUIRE(layout[i].shape == references[i]["shape"].get<std::vector<std::size_t>>());
    CHECK(error_of(vector.first(layout[i].size()), references[i], least) < tolerance);
    vector = vector.subspan(layout[i].size());
  }
}

/// A model with the fixture's parameters, and all it takes for gradients.
struct Trial {
  Json fixture;
  std::unique_ptr<Model> model;
  FloatBuffer parameters;
  FloatBuffer buffers;
  FloatBuffer gradient;
  Workspace workspace;

  explicit Trial(const std::string& name)
      : fixture(read_fixture(name)),
        model(bound(fixture)),
        parameters(model->parameter_count()),
        buffers(size_of(model->buffers())),
        gradient(parameters.size()) {
    model->initialise_buffers(buffers);
    std::span<float> rest = parameters;
    std::uint32_t stream = 0;
    for (const auto& tensor : model->layout()) {
      initialise(stream++, tensor, rest.first(tensor.size()));
      rest = rest.subspan(tensor.size());
    }
  }

  /// The loss of a batch; the gradient is left here, and the buffers have moved.
  double learn(std::uint32_t step) {
    const OwningBatch batch(fixture, step);
    return model->gradient(parameters, batch.batch(), {.buffers = buffers}, gradient, workspace);
  }
};

const std::vector<std::string> fixtures = {"lenet5",   "lenet5_mnist", "resnet8", "resnet8_b",
                                           "resnet20", "vgg11",        "lstm"};

}  // namespace

TEST_CASE("batches are those of the script, to the last bit", "[torch]") {
  for (const auto& name : fixtures) {
    CAPTURE(name);
    const Json fixture = read_fixture(name);
    const OwningBatch batch(fixture, 0);
    CHECK(error_of(batch.features, fixture["inputs"]) < 1e-12);  // but for the rounding of sums
    CHECK(batch.labels == fixture["labels"].get<std::vector<Label>>());
  }
}

TEST_CASE("parameter counts are those of PyTorch's models", "[torch]") {
  for (const auto& count : read_fixture("parameter_counts")) {
    CAPTURE(count["model"].dump());
    CHECK(bound(count)->parameter_count() == count["parameters"].get<std::size_t>());
  }
}

TEST_CASE("loss, gradient and running statistics are those of PyTorch", "[torch]") {
  const std::string name = GENERATE(from_range(fixtures));
  CAPTURE(name);
  Trial trial(name);
  const double loss = trial.learn(0);
  CHECK(loss == Approx(trial.fixture["loss"].get<double>()).epsilon(1e-4));
  // A bias in front of a batch normalisation has a gradient of zero, and one of roundings here: so tensors with less
  // than a hundredth of the whole gradient are held to that.
  double squares = 0.0;
  for (const auto& tensor : trial.fixture["gradient"]) squares += std::pow(tensor["norm"].get<double>(), 2);
  check_tensors(trial.model->layout(), trial.gradient, trial.fixture["gradient"], 1e-4, 1e-2 * std::sqrt(squares));
  check_tensors(trial.model->buffers(), trial.buffers, trial.fixture["buffers"], 1e-4);
}

TEST_CASE("twenty steps of SGD with momentum are those of PyTorch", "[torch]") {
  Trial trial("resnet8");
  trial.learn(0);  // as there, the first batch moves the statistics once more than the parameters
  const Json& training = trial.fixture["training"];
  const Sgd sgd(training["momentum"].get<double>(), false);
  FloatBuffer momentum(trial.parameters.size(), 0.0F);
  for (std::uint32_t step = 0; step < training["losses"].size(); ++step) {
    CAPTURE(step);
    CHECK(trial.learn(step) == Approx(training["losses"][step].get<double>()).epsilon(1e-3));
    sgd.step(trial.parameters, trial.gradient, momentum,
             {.learning_rate = training["learning_rate"].get<double>(),
              .weight_decay = training["weight_decay"].get<double>(),
              .number = step + 1});
  }
  check_tensors(trial.model->layout(), trial.parameters, training["parameters"], 1e-3);
  check_tensors(trial.model->buffers(), trial.buffers, training["buffers"], 1e-3);
}

}  // namespace lowband
