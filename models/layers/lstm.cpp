// SPDX-License-Identifier: Apache-2.0
#include "models/layers/lstm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"
#include "models/layers/rearranged.hpp"
#include "models/layers/sequence.hpp"

namespace lowband {

namespace {

using Tag = dnnl::memory::format_tag;

constexpr std::size_t gates = 4;

struct Sizes {
  std::size_t samples;
  std::size_t time;
  std::size_t features;
  std::size_t units;

  [[nodiscard]] std::size_t input_weights() const { return gates * units * features; }
  [[nodiscard]] std::size_t state_weights() const { return gates * units * units; }
  [[nodiscard]] std::size_t biases() const { return gates * units; }
};

/// What oneDNN's primitives of both directions are told. Weights stand by gates, outputs and inputs; it reads them in a
/// packed layout of its own choice. That states begin with 0 has to be told: without states in front, oneDNN 2.6 takes
/// something else for them in the gradient of W_hh.
struct Descs {
  explicit Descs(const Sizes& sizes)
      : inputs(onednn::floats(onednn::extents({sizes.time, sizes.samples, sizes.features}), Tag::tnc)),
        outputs(onednn::floats(onednn::extents({sizes.time, sizes.samples, sizes.units}), Tag::tnc)),
        input_weights(weights(sizes.features, sizes.units, Tag::ldgoi)),
        state_weights(weights(sizes.units, sizes.units, Tag::ldgoi)),
        any_input_weights(weights(sizes.features, sizes.units, Tag::any)),
        any_state_weights(weights(sizes.units, sizes.units, Tag::any)),
        biases(onednn::floats(onednn::extents({1, 1, gates, sizes.units}), Tag::ldgo)),
        state(onednn::floats(onednn::extents({1, 1, sizes.samples, sizes.units}), Tag::ldnc)) {}

  static dnnl::memory::desc weights(std::size_t in, std::size_t out, Tag layout) {
    return onednn::floats(onednn::extents({1, 1, in, gates, out}), layout);
  }

  [[nodiscard]] dnnl::lstm_forward::primitive_desc forward(dnnl::prop_kind use) const {
    return onednn::describe<dnnl::lstm_forward>(onednn::Absence::throws, use, direction, inputs, state, state,
                                                any_input_weights, any_state_weights, biases, outputs, none, none);
  }
  [[nodiscard]] dnnl::lstm_backward::primitive_desc backward(const dnnl::lstm_forward::primitive_desc& forward) const {
    return onednn::describe_back<dnnl::lstm_backward>(
        onednn::Absence::throws, forward, dnnl::prop_kind::backward, direction, inputs, state, state, any_input_weights,
        any_state_weights, biases, outputs, none, none, inputs, state, state, any_input_weights, any_state_weights,
        biases, outputs, none, none);
  }

  static constexpr auto direction = dnnl::rnn_direction::unidirectional_left2right;
  dnnl::memory::desc none;

  dnnl::memory::desc inputs;
  dnnl::memory::desc outputs;
  dnnl::memory::desc input_weights;
  dnnl::memory::desc state_weights;
  dnnl::memory::desc any_input_weights;
  dnnl::memory::desc any_state_weights;
  dnnl::memory::desc biases;
  dnnl::memory::desc state;
};

void fill_with_zeros(float* values, const dnnl::memory::desc& desc) {
  std::fill_n(values, desc.get_size() / sizeof(float), 0.0F);
}

/// One layer over the whole sequence.
class Remembering final : public Operation {
 public:
  Remembering(Plan& plan, const Sizes& sizes, Value input, Value output)
      : sizes_(sizes),
        descs_(sizes),
        input_weights_(plan.take_parameters(sizes.input_weights())),
        state_weights_(plan.take_parameters(sizes.state_weights())),
        input_bias_(plan.take_parameters(sizes.biases())),
        state_bias_(plan.take_parameters(sizes.biases())),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)),
        forward_desc_(descs_.forward(plan.is_training() ? dnnl::prop_kind::forward_training
                                                        : dnnl::prop_kind::forward_inference)),
        forward_(forward_desc_),
        input_weights_read_(plan, descs_.input_weights, forward_desc_.weights_layer_desc()),
        state_weights_read_(plan, descs_.state_weights, forward_desc_.weights_iter_desc()),
        bias_(plan.buffer(sizes.biases())),
        start_(plan.buffer(descs_.state)),
        states_(plan.buffer(forward_desc_.workspace_desc())),
        scratchpad_(plan.buffer(forward_desc_.scratchpad_desc())) {
    if (!plan.is_training()) return;
    backward_desc_ = descs_.backward(forward_desc_);
    backward_ = dnnl::lstm_backward(backward_desc_);
    input_gradient_ = gradient_ ? *gradient_ : plan.buffer(descs_.inputs);
    input_weights_read_back_.emplace(plan, descs_.input_weights, backward_desc_.weights_layer_desc());
    state_weights_read_back_.emplace(plan, descs_.state_weights, backward_desc_.weights_iter_desc());
    input_weights_written_.emplace(plan, backward_desc_.diff_weights_layer_desc(), descs_.input_weights);
    state_weights_written_.emplace(plan, backward_desc_.diff_weights_iter_desc(), descs_.state_weights);
    start_gradients_ = {plan.buffer(descs_.state), plan.buffer(descs_.state)};
    backward_scratchpad_ = plan.buffer(backward_desc_.scratchpad_desc());
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_, input_weights_read_.buffer(),
                                state_weights_read_.buffer(), bias_, start_, states_, scratchpad_},
                    .backward = {}};
    if (plan.is_training()) {
      touched.backward = {plan.data(input_),
                          output_data_,
                          bias_,
                          start_,
                          states_,
                          *input_gradient_,
                          start_gradients_[0],
                          start_gradients_[1],
                          input_weights_read_back_->buffer(),
                          state_weights_read_back_->buffer(),
                          input_weights_written_->buffer(),
                          state_weights_written_->buffer(),
                          *backward_scratchpad_};
    }
    return touched;
  }

  void forward(Pass& pass) const override {
    float* const bias = pass.at(bias_);
    for (std::size_t k = 0; k < sizes_.biases(); ++k)
      bias[k] = pass.parameters[input_bias_ + k] + pass.parameters[state_bias_ + k];
    fill_with_zeros(pass.at(start_), descs_.state);
    const float* const input_weights = input_weights_read_.read(pass, pass.parameters + input_weights_);
    const float* const state_weights = state_weights_read_.read(pass, pass.parameters + state_weights_);
    forward_.execute(pass.stream,
                     {{DNNL_ARG_SRC_LAYER, onednn::wrap(descs_.inputs, pass.at(input_))},
                      {DNNL_ARG_SRC_ITER, onednn::wrap(descs_.state, pass.at(start_))},
                      {DNNL_ARG_SRC_ITER_C, onednn::wrap(descs_.state, pass.at(start_))},
                      {DNNL_ARG_WEIGHTS_LAYER, onednn::wrap(forward_desc_.weights_layer_desc(), input_weights)},
                      {DNNL_ARG_WEIGHTS_ITER, onednn::wrap(forward_desc_.weights_iter_desc(), state_weights)},
                      {DNNL_ARG_BIAS, onednn::wrap(descs_.biases, bias)},
                      {DNNL_ARG_DST_LAYER, onednn::wrap(descs_.outputs, pass.at(output_data_))},
                      {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(states_))},
                      {DNNL_ARG_SCRATCHPAD, onednn::wrap(forward_desc_.scratchpad_desc(), pass.at(scratchpad_))}});
  }

  void backward(Pass& pass) const override {
    const float* const input_weights = input_weights_read_back_->read(pass, pass.parameters + input_weights_);
    const float* const state_weights = state_weights_read_back_->read(pass, pass.parameters + state_weights_);
    float* const input_gradient = input_weights_written_->instead_of(pass, pass.gradient + input_weights_);
    float* const state_gradient = state_weights_written_->instead_of(pass, pass.gradient + state_weights_);
    float* const bias_gradient = pass.gradient + input_bias_;
    // oneDNN adds to the gradients of weights and biases.
    fill_with_zeros(input_gradient, backward_desc_.diff_weights_layer_desc());
    fill_with_zeros(state_gradient, backward_desc_.diff_weights_iter_desc());
    fill_with_zeros(bias_gradient, descs_.biases);
    backward_.execute(
        pass.stream,
        {{DNNL_ARG_SRC_LAYER, onednn::wrap(descs_.inputs, pass.at(input_))},
         {DNNL_ARG_SRC_ITER, onednn::wrap(descs_.state, pass.at(start_))},
         {DNNL_ARG_SRC_ITER_C, onednn::wrap(descs_.state, pass.at(start_))},
         {DNNL_ARG_DIFF_SRC_ITER, onednn::wrap(descs_.state, pass.at(start_gradients_[0]))},
         {DNNL_ARG_DIFF_SRC_ITER_C, onednn::wrap(descs_.state, pass.at(start_gradients_[1]))},
         {DNNL_ARG_WEIGHTS_LAYER, onednn::wrap(backward_desc_.weights_layer_desc(), input_weights)},
         {DNNL_ARG_WEIGHTS_ITER, onednn::wrap(backward_desc_.weights_iter_desc(), state_weights)},
         {DNNL_ARG_BIAS, onednn::wrap(descs_.biases, pass.at(bias_))},
         {DNNL_ARG_DST_LAYER, onednn::wrap(descs_.outputs, pass.at(output_data_))},
         {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(states_))},
         {DNNL_ARG_DIFF_DST_LAYER, onednn::wrap(descs_.outputs, pass.gradient_of(output_))},
         {DNNL_ARG_DIFF_SRC_LAYER, onednn::wrap(descs_.inputs, pass.at(*input_gradient_))},
         {DNNL_ARG_DIFF_WEIGHTS_LAYER, onednn::wrap(backward_desc_.diff_weights_layer_desc(), input_gradient)},
         {DNNL_ARG_DIFF_WEIGHTS_ITER, onednn::wrap(backward_desc_.diff_weights_iter_desc(), state_gradient)},
         {DNNL_ARG_DIFF_BIAS, onednn::wrap(descs_.biases, bias_gradient)},
         {DNNL_ARG_SCRATCHPAD, onednn::wrap(backward_desc_.scratchpad_desc(), pass.at(*backward_scratchpad_))}});
    input_weights_written_->finish(pass, pass.gradient + input_weights_);
    state_weights_written_->finish(pass, pass.gradient + state_weights_);
    std::copy_n(bias_gradient, sizes_.biases(), pass.gradient + state_bias_);  // it is added to the same sum
  }

 private:
  Sizes sizes_;
  Descs descs_;
  std::size_t input_weights_;  ///< these four: places among the parameters
  std::size_t state_weights_;
  std::size_t input_bias_;
  std::size_t state_bias_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
  dnnl::lstm_forward::primitive_desc forward_desc_;
  dnnl::lstm_forward forward_;
  dnnl::lstm_backward::primitive_desc backward_desc_;
  dnnl::lstm_backward backward_;
  RearrangedSource input_weights_read_;
  RearrangedSource state_weights_read_;
  Buffer bias_;    ///< the sum of the two
  Buffer start_;   ///< h and c before the first step: zeros
  Buffer states_;  ///< gates and cells at all times
  Buffer scratchpad_;
  std::optional<Buffer> input_gradient_;  ///< written even if nobody needs it
  std::vector<Buffer> start_gradients_;   ///< likewise, of h and c
  std::optional<RearrangedSource> input_weights_read_back_;
  std::optional<RearrangedSource> state_weights_read_back_;
  std::optional<RearrangedTarget> input_weights_written_;
  std::optional<RearrangedTarget> state_weights_written_;
  std::optional<Buffer> backward_scratchpad_;
};

}  // namespace

void Lstm::parameters(Parameters& parameters) {
  parameters.integer("units", units_, {.least = 1, .most = 65536}, "", "outputs of a layer at each step",
                     Parameters::Need::required);
  parameters.integer("layers", layers_, {.least = 1, .most = 64}, "", "layers on top of each other");
}

Shape Lstm::bind(const Shape& input) {
  features_ = input.channels;
  time_ = input.height * input.width;
  return {units_, 1, time_};
}

void Lstm::list(const std::string& name, Inventory& inventory) const {
  for (std::size_t layer = 0; layer < layers_; ++layer) {
    const auto add = [&](const char* tensor, std::vector<std::size_t> shape, double flops) {
      inventory.parameters.push_back({fmt::format("{}.{}_l{}", name, tensor, layer), std::move(shape)});
      inventory.product_flops.push_back(flops * static_cast<double>(time_));
    };
    const std::size_t rows = gates * units_;
    add("weight_ih", {rows, features(layer)}, 2.0 * static_cast<double>(rows * features(layer)));
    add("weight_hh", {rows, units_}, 2.0 * static_cast<double>(rows * units_));
    add("bias_ih", {rows}, 0.0);
    add("bias_hh", {rows}, 0.0);
  }
}

void Lstm::initialise(std::span<float>& parameters, Stream& random) const {
  const float bound = 1.0F / std::sqrt(static_cast<float>(units_));
  for (std::size_t layer = 0; layer < layers_; ++layer) {
    const Sizes sizes{.samples = 0, .time = 0, .features = features(layer), .units = units_};
    const auto own = take(parameters, sizes.input_weights() + sizes.state_weights() + 2 * sizes.biases());
    random.uniform(own);
    for (float& value : own) value = bound * (2.0F * value - 1.0F);
  }
}

Value Lstm::plan(Plan& plan, Value input) const {
  Value value = plan.reordered(input, sequence_desc(plan.samples(), features_, time_));
  for (std::size_t layer = 0; layer < layers_; ++layer) {
    const Sizes sizes{.samples = plan.samples(), .time = time_, .features = features(layer), .units = units_};
    const Value output = plan.value(sequence_desc(plan.samples(), units_, time_));
    plan.add(std::make_unique<Remembering>(plan, sizes, value, output), output);
    value = output;
  }
  return value;
}

}  // namespace lowband
