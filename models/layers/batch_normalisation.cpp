// SPDX-License-Identifier: Apache-2.0
#include "models/layers/batch_normalisation.hpp"

#include <algorithm>
#include <unordered_map>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"
#include "models/layers/rectifier.hpp"

namespace lowband {

namespace {

using Arguments = std::unordered_map<int, dnnl::memory>;
using Flags = dnnl::normalization_flags;

constexpr float epsilon = 1e-5F;
constexpr float momentum = 0.1F;

/// One float per channel. oneDNN gets copies of what stands in a flat vector: it may read and write whole vectors.
struct PerChannel {
  PerChannel(Plan& plan, std::size_t count)
      : desc(onednn::floats(onednn::extents({count}), dnnl::memory::format_tag::a)),
        buffer(plan.buffer(count)),
        channels(count) {}

  [[nodiscard]] dnnl::memory memory(const Pass& pass) const { return onednn::wrap(desc, pass.at(buffer)); }
  dnnl::memory filled(const Pass& pass, const float* values) const {
    std::copy_n(values, channels, pass.at(buffer));
    return memory(pass);
  }

  dnnl::memory::desc desc;
  Buffer buffer;
  std::size_t channels;
};

[[nodiscard]] Flags flags(Activation activation) {
  const Flags scaled = Flags::use_scale | Flags::use_shift;
  return activation == Activation::relu ? scaled | Flags::fuse_norm_relu : scaled;
}

/// Whether a gradient is to be given the shift, which it does not depend on: oneDNN 2 wants it, 3.7 refuses it. Without
/// it there are the input, the output's gradient, mean, variance and scale, and of a fused ReLU the signs.
[[nodiscard]] bool takes_shift(const dnnl::batch_normalization_backward::primitive_desc& desc, Activation activation) {
  const int others = activation == Activation::relu ? 6 : 5;
  return dnnl_primitive_desc_query_s32(desc.get(), dnnl_query_num_of_inputs_s32, 0) > others;
}

/// By the statistics of the batch.
class NormalisationInTraining final : public Operation {
 public:
  NormalisationInTraining(Plan& plan, std::size_t channels, Activation activation, Value input, Value output)
      : desc_(plan.desc(input)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)),
        parameters_(plan.take_parameters(2 * channels)),
        running_(plan.take_running(2 * channels)),
        forward_desc_(
            onednn::describe_normalisation(dnnl::prop_kind::forward_training, desc_, epsilon, flags(activation))),
        backward_desc_(onednn::describe_normalisation_back(forward_desc_, desc_, epsilon, flags(activation))),
        forward_(forward_desc_),
        backward_(backward_desc_),
        takes_shift_(takes_shift(backward_desc_, activation)),
        scale_(plan, channels),
        shift_(plan, channels),
        scale_gradient_(plan, channels),
        shift_gradient_(plan, channels),
        mean_(plan, channels),
        variance_(plan, channels),
        signs_(plan.buffer(forward_desc_.workspace_desc())),
        input_gradient_(gradient_ ? *gradient_ : plan.buffer(desc_)),
        forward_scratchpad_(plan.buffer(forward_desc_.scratchpad_desc())),
        backward_scratchpad_(plan.buffer(backward_desc_.scratchpad_desc())) {
    const auto shape = plan.shape(input);
    const auto count = static_cast<float>(plan.samples() * shape.height * shape.width);
    unbiased_ = count > 1.0F ? count / (count - 1.0F) : 1.0F;
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    const std::vector<Buffer> both = {plan.data(input_), scale_.buffer,    shift_.buffer,
                                      mean_.buffer,      variance_.buffer, signs_};
    Touched touched{.forward = both, .backward = both};
    touched.forward.push_back(output_data_);
    touched.forward.push_back(forward_scratchpad_);
    for (const Buffer buffer : {input_gradient_, scale_gradient_.buffer, shift_gradient_.buffer, backward_scratchpad_})
      touched.backward.push_back(buffer);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    forward_.execute(pass.stream, {{DNNL_ARG_SRC, onednn::wrap(desc_, pass.at(input_))},
                                   {DNNL_ARG_DST, onednn::wrap(desc_, pass.at(output_data_))},
                                   {DNNL_ARG_SCALE, scale_.filled(pass, weight)},
                                   {DNNL_ARG_SHIFT, shift_.filled(pass, weight + scale_.channels)},
                                   {DNNL_ARG_MEAN, mean_.memory(pass)},
                                   {DNNL_ARG_VARIANCE, variance_.memory(pass)},
                                   {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(signs_))},
                                   {DNNL_ARG_SCRATCHPAD,
                                    onednn::wrap(forward_desc_.scratchpad_desc(), pass.at(forward_scratchpad_))}});
    if (pass.moving != nullptr) move_running(pass.at(mean_.buffer), pass.at(variance_.buffer), pass.moving + running_);
  }

  void backward(Pass& pass) const override {
    Arguments arguments = {
        {DNNL_ARG_SRC, onednn::wrap(desc_, pass.at(input_))},
        {DNNL_ARG_DIFF_DST, onednn::wrap(desc_, pass.gradient_of(output_))},
        {DNNL_ARG_DIFF_SRC, onednn::wrap(desc_, pass.at(input_gradient_))},
        {DNNL_ARG_SCALE, scale_.memory(pass)},
        {DNNL_ARG_MEAN, mean_.memory(pass)},
        {DNNL_ARG_VARIANCE, variance_.memory(pass)},
        {DNNL_ARG_DIFF_SCALE, scale_gradient_.memory(pass)},
        {DNNL_ARG_DIFF_SHIFT, shift_gradient_.memory(pass)},
        {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(signs_))},
        {DNNL_ARG_SCRATCHPAD, onednn::wrap(backward_desc_.scratchpad_desc(), pass.at(backward_scratchpad_))},
    };
    if (takes_shift_) arguments.emplace(DNNL_ARG_SHIFT, shift_.memory(pass));
    backward_.execute(pass.stream, arguments);
    float* const gradient = pass.gradient + parameters_;
    std::copy_n(pass.at(scale_gradient_.buffer), scale_.channels, gradient);
    std::copy_n(pass.at(shift_gradient_.buffer), shift_.channels, gradient + scale_.channels);
  }

 private:
  void move_running(const float* mean, const float* variance, float* running) const {
    const std::size_t channels = mean_.channels;
    for (std::size_t c = 0; c < channels; ++c) {
      running[c] += momentum * (mean[c] - running[c]);
      running[channels + c] += momentum * (unbiased_ * variance[c] - running[channels + c]);
    }
  }

  dnnl::memory::desc desc_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
  std::size_t parameters_;
  std::size_t running_;
  dnnl::batch_normalization_forward::primitive_desc forward_desc_;
  dnnl::batch_normalization_backward::primitive_desc backward_desc_;
  dnnl::batch_normalization_forward forward_;
  dnnl::batch_normalization_backward backward_;
  bool takes_shift_;
  PerChannel scale_;
  PerChannel shift_;
  PerChannel scale_gradient_;
  PerChannel shift_gradient_;
  PerChannel mean_;
  PerChannel variance_;
  Buffer signs_;           ///< where the fused ReLU let values pass
  Buffer input_gradient_;  ///< oneDNN computes it even if nobody needs it
  Buffer forward_scratchpad_;
  Buffer backward_scratchpad_;
  float unbiased_ = 1.0F;
};

/// By running statistics.
class NormalisationInEvaluation final : public Operation {
 public:
  NormalisationInEvaluation(Plan& plan, std::size_t channels, Activation activation, Value input, Value output)
      : desc_(plan.desc(input)),
        input_(input),
        output_(plan.data(output)),
        parameters_(plan.take_parameters(2 * channels)),
        running_(plan.take_running(2 * channels)),
        primitive_desc_(onednn::describe_normalisation(dnnl::prop_kind::forward_inference, desc_, epsilon,
                                                       flags(activation) | Flags::use_global_stats)),
        primitive_(primitive_desc_),
        scale_(plan, channels),
        shift_(plan, channels),
        mean_(plan, channels),
        variance_(plan, channels),
        scratchpad_(plan.buffer(primitive_desc_.scratchpad_desc())) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    return {.forward = {plan.data(input_), output_, scale_.buffer, shift_.buffer, mean_.buffer, variance_.buffer,
                        scratchpad_},
            .backward = {}};
  }

  void forward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    const float* const mean = pass.running + running_;
    const dnnl::memory variance = variance_.filled(pass, mean + mean_.channels);
    float* const variances = pass.at(variance_.buffer);
    for (std::size_t c = 0; c < variance_.channels; ++c) variances[c] = rectified(variances[c]);
    primitive_.execute(pass.stream,
                       {{DNNL_ARG_SRC, onednn::wrap(desc_, pass.at(input_))},
                        {DNNL_ARG_DST, onednn::wrap(desc_, pass.at(output_))},
                        {DNNL_ARG_SCALE, scale_.filled(pass, weight)},
                        {DNNL_ARG_SHIFT, shift_.filled(pass, weight + scale_.channels)},
                        {DNNL_ARG_MEAN, mean_.filled(pass, mean)},
                        {DNNL_ARG_VARIANCE, variance},
                        {DNNL_ARG_SCRATCHPAD, onednn::wrap(primitive_desc_.scratchpad_desc(), pass.at(scratchpad_))}});
  }

  void backward(Pass& /*pass*/) const override {}

 private:
  dnnl::memory::desc desc_;
  Value input_;
  Buffer output_;
  std::size_t parameters_;
  std::size_t running_;
  dnnl::batch_normalization_forward::primitive_desc primitive_desc_;
  dnnl::batch_normalization_forward primitive_;
  PerChannel scale_;
  PerChannel shift_;
  PerChannel mean_;
  PerChannel variance_;
  Buffer scratchpad_;
};

}  // namespace

Shape BatchNormalisation::bind(const Shape& input) {
  channels_ = input.channels;
  return input;
}

void BatchNormalisation::list(const std::string& name, Inventory& inventory) const {
  for (const char* tensor : {".weight", ".bias"}) {
    inventory.parameters.push_back({name + tensor, {channels_}});
    inventory.product_flops.push_back(0.0);
  }
  for (const char* tensor : {".running_mean", ".running_var"})
    inventory.running.push_back({name + tensor, {channels_}});
}

void BatchNormalisation::initialise(std::span<float>& parameters, Stream& /*random*/) const {
  std::ranges::fill(take(parameters, channels_), 1.0F);
  std::ranges::fill(take(parameters, channels_), 0.0F);
}

void BatchNormalisation::initialise_running(std::span<float>& running) const {
  std::ranges::fill(take(running, channels_), 0.0F);
  std::ranges::fill(take(running, channels_), 1.0F);
}

Value BatchNormalisation::plan(Plan& plan, Value input) const {
  const Value output = plan.value(plan.desc(input));
  if (plan.is_training()) {
    plan.add(std::make_unique<NormalisationInTraining>(plan, channels_, activation_, input, output), output);
  } else {
    plan.add(std::make_unique<NormalisationInEvaluation>(plan, channels_, activation_, input, output), output);
  }
  return output;
}

}  // namespace lowband
