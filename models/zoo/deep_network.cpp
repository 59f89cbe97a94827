#include "models/zoo/deep_network.hpp"

#include <limits>

#include "models/layers/onednn.hpp"
#include "models/layers/softmax_cross_entropy.hpp"
#include "models/zoo/classifier.hpp"
#include "sim/base/finite.hpp"

namespace lowband {

namespace {

/// What the slots of the workspace hold.
enum Slot : std::size_t { scratch, logits, per_sample };

/// A rows x columns matrix by rows to one by columns.
void transpose(const float* from, std::size_t rows, std::size_t columns, float* to) {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) to[j * rows + i] = from[i * columns + j];
  }
}

/// The loss, or NaN if something is not finite: the largest of NaN and a number, which ReLU and max pooling take, is
/// the number to oneDNN, and what has diverged must show it.
double loss_if_finite(double loss, bool finite) { return finite ? loss : std::numeric_limits<double>::quiet_NaN(); }

}  // namespace

void DeepNetwork::bind(const Shape& sample, const LabelShape& labels) {
  sample_ = sample;
  classes_ = require_classes(labels);
  network_ = std::make_unique<Sequential>();
  build(*network_, sample_, classes_);
  (void)network_->bind(sample_);
  inventory_ = {};
  network_->list("", inventory_);
  plans_.clear();
}

void DeepNetwork::initialise(std::span<float> parameters, Stream random) const {
  network_->initialise(parameters, random);
}

void DeepNetwork::initialise_buffers(std::span<float> buffers) const { network_->initialise_running(buffers); }

const Plan& DeepNetwork::plan(std::size_t samples, Plan::Use use) const {
  (void)onednn::stream();  // primitives are made for single-threaded execution
  const std::scoped_lock lock(plans_mutex_);
  auto& found = plans_[{samples, use}];
  if (found == nullptr) {
    auto made = std::make_unique<Plan>(sample_, samples, use);
    const Value output = network_->plan(*made, made->input());
    made->finish(made->plain(output));
    found = std::move(made);
  }
  return *found;
}

double DeepNetwork::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                             std::span<float> gradient, Workspace& workspace) const {
  const std::size_t samples = batch.size();
  const Plan& plan = this->plan(samples, Plan::Use::training);
  Pass pass{.plan = plan,
            .input = batch.features.data(),
            .scratch = workspace.floats(Slot::scratch, plan.scratch_size()).data(),
            .parameters = parameters.data(),
            .gradient = gradient.data(),
            .moving = mode.buffers.empty() ? nullptr : mode.buffers.data(),
            .random = mode.random,
            .stream = onednn::stream()};
  plan.forward(pass);
  const std::span<float> outputs = workspace.floats(Slot::logits, samples * classes_);
  transpose(pass.at(plan.output()), samples, classes_, outputs.data());
  const double loss =
      softmax_cross_entropy_gradient(outputs, batch.labels, workspace.floats(Slot::per_sample, 3 * samples));
  transpose(outputs.data(), classes_, samples, pass.at(plan.output_gradient()));
  plan.backward(pass);
  return loss_if_finite(loss, all_finite(parameters) && all_finite(gradient));
}

Evaluation DeepNetwork::evaluate(std::span<const float> parameters, std::span<const float> buffers, const Batch& batch,
                                 Workspace& workspace) const {
  const std::size_t samples = batch.size();
  const Plan& plan = this->plan(samples, Plan::Use::evaluation);
  Pass pass{.plan = plan,
            .input = batch.features.data(),
            .scratch = workspace.floats(Slot::scratch, plan.scratch_size()).data(),
            .parameters = parameters.data(),
            .running = buffers.data(),
            .random = std::nullopt,
            .stream = onednn::stream()};
  plan.forward(pass);
  const std::span<float> outputs = workspace.floats(Slot::logits, samples * classes_);
  transpose(pass.at(plan.output()), samples, classes_, outputs.data());
  Evaluation evaluation =
      evaluate_softmax_cross_entropy(outputs, batch.labels, workspace.floats(Slot::per_sample, 3 * samples));
  evaluation.loss = loss_if_finite(evaluation.loss, all_finite(parameters));
  return evaluation;
}

double DeepNetwork::gradient_flops(std::size_t samples) const {
  return gradient_flops_of(inventory_.product_flops, samples);
}

std::vector<double> DeepNetwork::backward_flops(std::size_t samples) const {
  return backward_flops_of(inventory_.product_flops, samples);
}

}  // namespace lowband
