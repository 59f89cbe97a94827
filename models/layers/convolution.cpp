// SPDX-License-Identifier: Apache-2.0
#include "models/layers/convolution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "models/layers/convolution_geometry.hpp"
#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"
#include "models/layers/rearranged.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

using Tag = dnnl::memory::format_tag;
using Arguments = std::unordered_map<int, dnnl::memory>;

/// Where the parameters of a convolution stand in the flat vector.
struct Places {
  std::size_t weights;
  std::optional<std::size_t> bias;
};

class Forward {
 public:
  Forward(Plan& plan, const dnnl::convolution_forward::primitive_desc& desc, const dnnl::memory::desc& plain_weights,
          Places places, Value input, Value output)
      : places_(places),
        input_(input),
        output_(plan.data(output)),
        desc_(desc),
        primitive_(desc),
        weights_(plan, plain_weights, desc.weights_desc()),
        scratchpad_(plan.buffer(desc.scratchpad_desc())) {}

  [[nodiscard]] std::vector<Buffer> touched(const Plan& plan) const {
    return {plan.data(input_), output_, weights_.buffer(), scratchpad_};
  }

  void execute(const Pass& pass) const {
    const float* const weights = weights_.read(pass, pass.parameters + places_.weights);
    Arguments arguments = {
        {DNNL_ARG_SRC, onednn::wrap(desc_.src_desc(), pass.at(input_))},
        {DNNL_ARG_WEIGHTS, onednn::wrap(desc_.weights_desc(), weights)},
        {DNNL_ARG_DST, onednn::wrap(desc_.dst_desc(), pass.at(output_))},
        {DNNL_ARG_SCRATCHPAD, onednn::wrap(desc_.scratchpad_desc(), pass.at(scratchpad_))},
    };
    if (places_.bias)
      arguments.emplace(DNNL_ARG_BIAS, onednn::wrap(desc_.bias_desc(), pass.parameters + *places_.bias));
    primitive_.execute(pass.stream, arguments);
  }

 private:
  Places places_;
  Value input_;
  Buffer output_;
  dnnl::convolution_forward::primitive_desc desc_;
  dnnl::convolution_forward primitive_;
  RearrangedSource weights_;
  Buffer scratchpad_;
};

class BackwardInput {
 public:
  BackwardInput(Plan& plan, const dnnl::convolution_backward_data::primitive_desc& desc,
                const dnnl::memory::desc& plain_weights, Places places, Value input, Value output, Buffer gradient)
      : places_(places),
        output_(output),
        gradient_(gradient),
        desc_(desc),
        primitive_(desc),
        weights_(plan, plain_weights, desc.weights_desc()),
        output_gradient_(plan, plan.desc(output), desc.diff_dst_desc()),
        input_gradient_(plan, desc.diff_src_desc(), plan.desc(input)),
        scratchpad_(plan.buffer(desc.scratchpad_desc())) {}

  [[nodiscard]] std::vector<Buffer> touched() const {
    return {gradient_, weights_.buffer(), output_gradient_.buffer(), input_gradient_.buffer(), scratchpad_};
  }

  void execute(const Pass& pass) const {
    const float* const weights = weights_.read(pass, pass.parameters + places_.weights);
    const float* const output_gradient = output_gradient_.read(pass, pass.gradient_of(output_));
    float* const input_gradient = input_gradient_.instead_of(pass, pass.at(gradient_));
    primitive_.execute(pass.stream,
                       {{DNNL_ARG_DIFF_DST, onednn::wrap(desc_.diff_dst_desc(), output_gradient)},
                        {DNNL_ARG_WEIGHTS, onednn::wrap(desc_.weights_desc(), weights)},
                        {DNNL_ARG_DIFF_SRC, onednn::wrap(desc_.diff_src_desc(), input_gradient)},
                        {DNNL_ARG_SCRATCHPAD, onednn::wrap(desc_.scratchpad_desc(), pass.at(scratchpad_))}});
    input_gradient_.finish(pass, pass.at(gradient_));
  }

 private:
  Places places_;
  Value output_;
  Buffer gradient_;
  dnnl::convolution_backward_data::primitive_desc desc_;
  dnnl::convolution_backward_data primitive_;
  RearrangedSource weights_;
  RearrangedSource output_gradient_;
  RearrangedTarget input_gradient_;
  Buffer scratchpad_;
};

class BackwardWeights {
 public:
  BackwardWeights(Plan& plan, const dnnl::convolution_backward_weights::primitive_desc& desc,
                  const dnnl::memory::desc& plain_weights, Places places, Value input, Value output)
      : places_(places),
        input_(input),
        output_(output),
        desc_(desc),
        primitive_(desc),
        inputs_(plan, plan.desc(input), desc.src_desc()),
        output_gradient_(plan, plan.desc(output), desc.diff_dst_desc()),
        weights_(plan, desc.diff_weights_desc(), plain_weights),
        scratchpad_(plan.buffer(desc.scratchpad_desc())) {}

  [[nodiscard]] std::vector<Buffer> touched(const Plan& plan) const {
    return {plan.data(input_), inputs_.buffer(), output_gradient_.buffer(), weights_.buffer(), scratchpad_};
  }

  void execute(const Pass& pass) const {
    const float* const inputs = inputs_.read(pass, pass.at(input_));
    const float* const output_gradient = output_gradient_.read(pass, pass.gradient_of(output_));
    float* const gradient = pass.gradient + places_.weights;
    Arguments arguments = {
        {DNNL_ARG_SRC, onednn::wrap(desc_.src_desc(), inputs)},
        {DNNL_ARG_DIFF_DST, onednn::wrap(desc_.diff_dst_desc(), output_gradient)},
        {DNNL_ARG_DIFF_WEIGHTS, onednn::wrap(desc_.diff_weights_desc(), weights_.instead_of(pass, gradient))},
        {DNNL_ARG_SCRATCHPAD, onednn::wrap(desc_.scratchpad_desc(), pass.at(scratchpad_))},
    };
    if (places_.bias)
      arguments.emplace(DNNL_ARG_DIFF_BIAS, onednn::wrap(desc_.diff_bias_desc(), pass.gradient + *places_.bias));
    primitive_.execute(pass.stream, arguments);
    weights_.finish(pass, gradient);
  }

 private:
  Places places_;
  Value input_;
  Value output_;
  dnnl::convolution_backward_weights::primitive_desc desc_;
  dnnl::convolution_backward_weights primitive_;
  RearrangedSource inputs_;
  RearrangedSource output_gradient_;
  RearrangedTarget weights_;
  Buffer scratchpad_;
};

class Convolving final : public Operation {
 public:
  Convolving(Plan& plan, const ConvolutionGeometry& geometry, const dnnl::convolution_forward::primitive_desc& forward,
             Places places, Value input, Value output)
      : forward_(plan, forward, onednn::floats(geometry.weights, Tag::oihw), places, input, output) {
    if (!plan.is_training()) return;
    const auto plain_weights = onednn::floats(geometry.weights, Tag::oihw);
    weights_.emplace(plan, geometry.backward_weights(forward), plain_weights, places, input, output);
    if (const auto gradient = plan.gradient_part(input))
      input_.emplace(plan, geometry.backward_input(forward), plain_weights, places, input, output, *gradient);
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = forward_.touched(plan), .backward = {}};
    if (weights_) touched.backward = weights_->touched(plan);
    if (input_) {
      const auto more = input_->touched();
      touched.backward.insert(touched.backward.end(), more.begin(), more.end());
    }
    return touched;
  }

  void forward(Pass& pass) const override { forward_.execute(pass); }
  void backward(Pass& pass) const override {
    weights_->execute(pass);
    if (input_) input_->execute(pass);
  }

 private:
  Forward forward_;
  std::optional<BackwardWeights> weights_;
  std::optional<BackwardInput> input_;
};

}  // namespace

std::size_t Convolution::weights() const noexcept {
  return settings_.channels * input_.channels * settings_.kernel * settings_.kernel;
}

void Convolution::parameters(Parameters& parameters) {
  constexpr auto required = Parameters::Need::required;
  parameters.integer("channels", settings_.channels, {.least = 1, .most = 65536}, "", "channels of the output",
                     required);
  parameters.integer("kernel", settings_.kernel, {.least = 1, .most = 1024}, "pixels", "height and width of the window",
                     required);
  parameters.integer("stride", settings_.stride, {.least = 1, .most = 1024}, "pixels",
                     "from one window to the next, down and to the right");
  parameters.integer("padding", settings_.padding, {.least = 0, .most = 1024}, "pixels", "zeros on each side");
  parameters.flag("bias", settings_.bias, "whether there is a bias; useless before a normalisation");
}

void Convolution::check(const Place& place) {
  if (settings_.padding >= settings_.kernel) {
    (place / "padding")
        .fail(fmt::format("expected less than the kernel ({}), found {}", settings_.kernel, settings_.padding));
  }
}

Shape Convolution::bind(const Shape& input) {
  const auto [channels, kernel, stride, padding, bias] = settings_;
  if (std::min(input.height, input.width) + 2 * padding < kernel) {
    const std::size_t least = kernel - 2 * padding;
    throw UsageError(
        fmt::format("a kernel of {0} x {0} with a padding of {1} takes {2} x {2} or more", kernel, padding, least));
  }
  input_ = input;
  output_ = {channels, (input.height + 2 * padding - kernel) / stride + 1,
             (input.width + 2 * padding - kernel) / stride + 1};
  return output_;
}

void Convolution::list(const std::string& name, Inventory& inventory) const {
  const std::size_t kernel = settings_.kernel;
  inventory.parameters.push_back({name + ".weight", {settings_.channels, input_.channels, kernel, kernel}});
  inventory.product_flops.push_back(2.0 * static_cast<double>(weights() * output_.height * output_.width));
  if (!settings_.bias) return;
  inventory.parameters.push_back({name + ".bias", {settings_.channels}});
  inventory.product_flops.push_back(0.0);
}

void Convolution::initialise(std::span<float>& parameters, Stream& random) const {
  const auto fan_in = static_cast<double>(input_.channels * settings_.kernel * settings_.kernel);
  const auto deviation = static_cast<float>(std::sqrt(2.0 / fan_in));
  for (float& weight : take(parameters, weights())) weight = deviation * random.normal();
  if (settings_.bias) std::ranges::fill(take(parameters, settings_.channels), 0.0F);
}

Value Convolution::plan(Plan& plan, Value input) const {
  const auto [channels, kernel, stride, padding, bias] = settings_;
  const ConvolutionGeometry geometry{
      .input = onednn::extents_of(plan.desc(input)),
      .weights = onednn::extents({channels, input_.channels, kernel, kernel}),
      .bias = bias ? onednn::floats(onednn::extents({channels}), Tag::a) : dnnl::memory::desc(),
      .output = onednn::extents({plan.samples(), channels, output_.height, output_.width}),
      .strides = onednn::extents({stride, stride}),
      .padding = onednn::extents({padding, padding}),
  };
  const std::size_t weights_place = plan.take_parameters(weights());
  const Places places{.weights = weights_place,
                      .bias = bias ? std::optional(plan.take_parameters(channels)) : std::nullopt};
  const auto forward = geometry.forward();
  const Value arranged = plan.reordered(input, forward.src_desc());
  const Value output = plan.value(forward.dst_desc());
  plan.add(std::make_unique<Convolving>(plan, geometry, forward, places, arranged, output), output);
  return output;
}

}  // namespace lowband
