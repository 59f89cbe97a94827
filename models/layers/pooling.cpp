// SPDX-License-Identifier: Apache-2.0
#include "models/layers/pooling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

struct Window {
  dnnl::algorithm kind;
  std::size_t height;
  std::size_t width;
  std::size_t stride;
};

struct Extents {
  dnnl::memory::dims kernel;
  dnnl::memory::dims stride;
  dnnl::memory::dims padding;
};

Extents extents_of(const Window& window) {
  return {onednn::extents({window.height, window.width}), onednn::extents({window.stride, window.stride}), {0, 0}};
}

dnnl::pooling_forward::primitive_desc describe(const Plan& plan, const Window& window, const dnnl::memory::desc& input,
                                               const dnnl::memory::desc& output) {
  const auto direction = plan.is_training() ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
  const auto [kernel, stride, padding] = extents_of(window);
  return onednn::describe_pooling(direction, window.kind, input, output, stride, kernel, padding);
}

class PoolingOperation final : public Operation {
 public:
  PoolingOperation(Plan& plan, const Window& window, Value input, Value output)
      : input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)),
        forward_desc_(describe(plan, window, plan.desc(input), plan.desc(output))),
        forward_(forward_desc_),
        places_(plan.buffer(forward_desc_.workspace_desc())),
        scratchpad_(plan.buffer(forward_desc_.scratchpad_desc())) {
    if (!gradient_) return;
    const auto [kernel, stride, padding] = extents_of(window);
    backward_desc_ = onednn::describe_pooling_back(forward_desc_, window.kind, plan.desc(input), plan.desc(output),
                                                   stride, kernel, padding);
    backward_ = dnnl::pooling_backward(backward_desc_);
    backward_scratchpad_ = plan.buffer(backward_desc_.scratchpad_desc());
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_, places_, scratchpad_}, .backward = {}};
    if (gradient_) touched.backward = {*gradient_, places_, *backward_scratchpad_};
    return touched;
  }

  void forward(Pass& pass) const override {
    std::unordered_map<int, dnnl::memory> arguments = {
        {DNNL_ARG_SRC, onednn::wrap(forward_desc_.src_desc(), pass.at(input_))},
        {DNNL_ARG_DST, onednn::wrap(forward_desc_.dst_desc(), pass.at(output_data_))},
        {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(places_))},
        {DNNL_ARG_SCRATCHPAD, onednn::wrap(forward_desc_.scratchpad_desc(), pass.at(scratchpad_))}};
    forward_.execute(pass.stream, arguments);
  }

  void backward(Pass& pass) const override {
    if (!gradient_) return;
    backward_.execute(
        pass.stream,
        {{DNNL_ARG_DIFF_DST, onednn::wrap(backward_desc_.diff_dst_desc(), pass.gradient_of(output_))},
         {DNNL_ARG_DIFF_SRC, onednn::wrap(backward_desc_.diff_src_desc(), pass.at(*gradient_))},
         {DNNL_ARG_WORKSPACE, onednn::wrap(forward_desc_.workspace_desc(), pass.at(places_))},
         {DNNL_ARG_SCRATCHPAD, onednn::wrap(backward_desc_.scratchpad_desc(), pass.at(*backward_scratchpad_))}});
  }

 private:
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
  dnnl::pooling_forward::primitive_desc forward_desc_;
  dnnl::pooling_forward forward_;
  dnnl::pooling_backward::primitive_desc backward_desc_;
  dnnl::pooling_backward backward_;
  Buffer places_;  ///< of the largest values
  Buffer scratchpad_;
  std::optional<Buffer> backward_scratchpad_;
};

Value plan_pooling(Plan& plan, const Window& window, Value input) {
  const Shape shape = plan.shape(input);
  // The layout of the input, with fewer pixels.
  const auto extents =
      onednn::extents({plan.samples(), shape.channels, (shape.height - window.height) / window.stride + 1,
                       (shape.width - window.width) / window.stride + 1});
  const auto chosen = describe(plan, window, plan.desc(input), onednn::floats(extents, dnnl::memory::format_tag::any));
  const Value output = plan.value(chosen.dst_desc());
  plan.add(std::make_unique<PoolingOperation>(plan, window, input, output), output);
  return output;
}

}  // namespace

void Pooling::parameters(Parameters& parameters) {
  parameters.integer("kernel", kernel_, {.least = 1, .most = 1024}, "pixels", "height and width of the window",
                     Parameters::Need::required);
  parameters.integer("stride", stride_, {.least = 1, .most = 1024}, "pixels",
                     "from one window to the next, down and to the right; none: as kernel");
}

Shape Pooling::bind(const Shape& input) {
  if (std::min(input.height, input.width) < kernel_)
    throw UsageError(fmt::format("pooling over {0} x {0} takes {0} x {0} or more", kernel_));
  return {input.channels, (input.height - kernel_) / stride() + 1, (input.width - kernel_) / stride() + 1};
}

Value Pooling::plan(Plan& plan, Value input) const {
  const auto kind = kind_ == Kind::max ? dnnl::algorithm::pooling_max : dnnl::algorithm::pooling_avg_exclude_padding;
  return plan_pooling(plan, {kind, kernel_, kernel_, stride()}, input);
}

Value GlobalAveragePooling::plan(Plan& plan, Value input) const {
  const Shape shape = plan.shape(input);
  return plan_pooling(plan, {dnnl::algorithm::pooling_avg_exclude_padding, shape.height, shape.width, 1}, input);
}

}  // namespace lowband
