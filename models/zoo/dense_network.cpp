#include "models/zoo/dense_network.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/layers/rectifier.hpp"
#include "models/layers/softmax_cross_entropy.hpp"
#include "models/zoo/classifier.hpp"

namespace lowband {

namespace {

/// What the slots of the workspace hold.
enum Slot : std::size_t { hidden, logits, per_sample, delta, delta_of_input };

void relu(std::span<float> values) {
  for (float& value : values) value = rectified(value);
}

void relu_backward(std::span<const float> outputs, float* deltas) {
  for (std::size_t i = 0; i < outputs.size(); ++i) deltas[i] = before_rectifier(outputs[i], deltas[i]);
}

}  // namespace

void DenseNetwork::bind(const Shape& sample, const LabelShape& labels) {
  const std::size_t classes = require_classes(labels);
  layers_.clear();
  std::size_t width = sample.size();
  for (const int hidden_width : hidden_widths()) {
    layers_.emplace_back(width, static_cast<std::size_t>(hidden_width));
    width = layers_.back().out();
  }
  layers_.emplace_back(width, classes);
}

Layout DenseNetwork::layout() const {
  Layout tensors;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    tensors.push_back({fmt::format("dense{}.weight", i + 1), {layers_[i].out(), layers_[i].in()}});
    tensors.push_back({fmt::format("dense{}.bias", i + 1), {layers_[i].out()}});
  }
  return tensors;
}

void DenseNetwork::initialise(std::span<float> parameters, Stream random) const {
  for (const Dense& layer : layers_) {
    layer.initialise(parameters.first(layer.parameter_count()), random);
    parameters = parameters.subspan(layer.parameter_count());
  }
}

DenseNetwork::Activations DenseNetwork::forward(std::span<const float> parameters, const Batch& batch,
                                                Workspace& workspace) const {
  const std::size_t samples = batch.size();
  std::size_t hidden_width = 0;
  for (std::size_t i = 0; i + 1 < layers_.size(); ++i) hidden_width += layers_[i].out();
  const std::size_t classes = layers_.back().out();
  const Activations activations{workspace.floats(Slot::hidden, hidden_width * samples),
                                workspace.floats(Slot::logits, classes * samples)};
  const float* x = batch.features.data();
  std::span<float> rest = activations.hidden;
  for (const Dense& layer : layers_) {
    const bool last = &layer == &layers_.back();
    if (last) {
      layer.forward(parameters, x, samples, {activations.logits.data(), 1, samples});
    } else {
      const std::span<float> y = rest.first(layer.out() * samples);
      layer.forward(parameters, x, samples, {y.data(), layer.out(), 1});
      relu(y);
      x = y.data();
      rest = rest.subspan(y.size());
    }
    parameters = parameters.subspan(layer.parameter_count());
  }
  return activations;
}

Evaluation DenseNetwork::evaluate(std::span<const float> parameters, std::span<const float> /*buffers*/,
                                  const Batch& batch, Workspace& workspace) const {
  const Activations activations = forward(parameters, batch, workspace);
  return evaluate_softmax_cross_entropy(activations.logits, batch.labels,
                                        workspace.floats(Slot::per_sample, 3 * batch.size()));
}

double DenseNetwork::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& /*mode*/,
                              std::span<float> gradient, Workspace& workspace) const {
  const std::size_t samples = batch.size();
  const Activations activations = forward(parameters, batch, workspace);
  const double loss =
      softmax_cross_entropy_gradient(activations.logits, batch.labels, workspace.floats(Slot::per_sample, 3 * samples));
  std::size_t widest = 0;
  for (std::size_t i = 0; i + 1 < layers_.size(); ++i) widest = std::max(widest, layers_[i].out());
  float* delta_storage = workspace.floats(Slot::delta, widest * samples).data();
  float* other_storage = workspace.floats(Slot::delta_of_input, widest * samples).data();

  // From the last layer to the first; `end` are the ends of what lies before the layer in each sequence.
  std::size_t parameters_end = parameters.size();
  std::size_t hidden_end = activations.hidden.size();
  Strided<const float> delta{activations.logits.data(), 1, samples};
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Dense& layer = layers_[i];
    parameters_end -= layer.parameter_count();
    const std::span<float> layer_gradient = gradient.subspan(parameters_end, layer.parameter_count());
    if (i == 0) {
      layer.backward(batch.features.data(), samples, delta, layer_gradient);
      break;
    }
    const std::size_t inputs = layer.in() * samples;
    hidden_end -= inputs;
    const std::span<const float> x = activations.hidden.subspan(hidden_end, inputs);
    layer.backward(x.data(), samples, delta, layer_gradient);
    layer.backward_input(parameters.subspan(parameters_end, layer.parameter_count()), samples, delta, other_storage);
    relu_backward(x, other_storage);
    delta = {other_storage, layer.in(), 1};
    std::swap(delta_storage, other_storage);
  }
  return loss;
}

std::vector<double> DenseNetwork::product_flops() const {
  std::vector<double> flops;
  for (const Dense& layer : layers_) {
    flops.push_back(2.0 * static_cast<double>(layer.in()) * static_cast<double>(layer.out()));
    flops.push_back(0.0);  // the bias: its few sums are not counted
  }
  return flops;
}

std::vector<double> DenseNetwork::backward_flops(std::size_t samples) const {
  return backward_flops_of(product_flops(), samples);
}

double DenseNetwork::gradient_flops(std::size_t samples) const { return gradient_flops_of(product_flops(), samples); }

}  // namespace lowband
