// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/deep_network.hpp"

#include <limits>

#include "models/layers/onednn.hpp"
#include "models/losses/cross_entropy.hpp"
#include "models/zoo/product_flops.hpp"
#include "sim/base/finite.hpp"

namespace lowband {

namespace {

/// What the slot of the workspace holds; the loss has those after it.
enum Slot : std::size_t { scratch };
static_assert(Loss::first_slot > Slot::scratch);

/// The loss, or NaN if something is not finite: the largest of NaN and a number, which ReLU and max pooling take, is
/// the number to oneDNN, and what has diverged must show it.
double loss_if_finite(double loss, bool finite) { return finite ? loss : std::numeric_limits<double>::quiet_NaN(); }

Outputs outputs_of(const Pass& pass) {
  const Value output = pass.plan.output();
  return {pass.at(output), pass.plan.samples(), pass.plan.shape(output)};
}

}  // namespace

void DeepNetwork::bind(const Shape& sample, const LabelShape& labels) {
  loss().require_labels(labels);
  sample_ = sample;
  network_ = std::make_unique<Sequential>();
  network_->read(layers(sample, labels), Place("model"));
  loss().require_outputs(network_->bind(sample), labels);
  inventory_ = {};
  network_->list("", inventory_);
  plans_.clear();
}

const Loss& DeepNetwork::loss() const {
  static const CrossEntropy cross_entropy;
  return cross_entropy;
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
  const Plan& plan = this->plan(batch.size(), Plan::Use::training);
  Pass pass{.plan = plan,
            .input = batch.features.data(),
            .scratch = workspace.floats(Slot::scratch, plan.scratch_size()).data(),
            .parameters = parameters.data(),
            .gradient = gradient.data(),
            .moving = mode.buffers.empty() ? nullptr : mode.buffers.data(),
            .random = mode.random,
            .stream = onednn::stream()};
  plan.forward(pass);
  const double loss = this->loss().gradient(outputs_of(pass), batch, pass.at(plan.output_gradient()), workspace);
  plan.backward(pass);
  return loss_if_finite(loss, all_finite(parameters) && all_finite(gradient));
}

Evaluation DeepNetwork::evaluate(std::span<const float> parameters, std::span<const float> buffers, const Batch& batch,
                                 Workspace& workspace) const {
  const Plan& plan = this->plan(batch.size(), Plan::Use::evaluation);
  Pass pass{.plan = plan,
            .input = batch.features.data(),
            .scratch = workspace.floats(Slot::scratch, plan.scratch_size()).data(),
            .parameters = parameters.data(),
            .running = buffers.data(),
            .random = std::nullopt,
            .stream = onednn::stream()};
  plan.forward(pass);
  Evaluation evaluation = loss().evaluate(outputs_of(pass), batch, workspace);
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
