// SPDX-License-Identifier: Apache-2.0
#include "models/layers/padding_shortcut.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/layers/channel_blocks.hpp"
#include "models/layers/onednn.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

class Subsampling final : public Operation {
 public:
  Subsampling(Plan& plan, std::size_t stride, Value input, Value output)
      : stride_(stride),
        in_(*ChannelBlocks::of(plan.desc(input))),
        out_(*ChannelBlocks::of(plan.desc(output))),
        in_shape_(plan.shape(input)),
        out_shape_(plan.shape(output)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_}, .backward = {}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* const x = pass.at(input_);
    float* const y = pass.at(output_data_);
    std::fill_n(y, out_.samples * out_.sample_size(), 0.0F);
    for_each_pixel([&](std::size_t in, std::size_t out) { std::copy_n(x + in, in_.channels, y + out); });
  }

  void backward(Pass& pass) const override {
    if (!gradient_) return;
    const float* const dy = pass.gradient_of(output_);
    float* const dx = pass.at(*gradient_);
    std::fill_n(dx, in_.samples * in_.sample_size(), 0.0F);
    for_each_pixel([&](std::size_t in, std::size_t out) { std::copy_n(dy + out, in_.channels, dx + in); });
  }

 private:
  /// The offsets of all blocks of channels that are passed on.
  template <class Visit>
  void for_each_pixel(Visit visit) const {
    for (std::size_t sample = 0; sample < in_.samples; ++sample) {
      for (std::size_t block = 0; block < in_.blocks; ++block) {
        const std::size_t in = sample * in_.sample_size() + block * in_.block_size();
        const std::size_t out = sample * out_.sample_size() + block * out_.block_size();
        for (std::size_t row = 0; row < out_shape_.height; ++row) {
          for (std::size_t column = 0; column < out_shape_.width; ++column) {
            visit(in + stride_ * (row * in_shape_.width + column) * in_.channels,
                  out + (row * out_shape_.width + column) * out_.channels);
          }
        }
      }
    }
  }

  std::size_t stride_;
  ChannelBlocks in_;
  ChannelBlocks out_;
  Shape in_shape_;
  Shape out_shape_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

}  // namespace

void PaddingShortcut::parameters(Parameters& parameters) {
  parameters.integer("channels", channels_, {.least = 1, .most = 65536}, "", "channels of the output",
                     Parameters::Need::required);
  parameters.integer("stride", stride_, {.least = 1, .most = 1024}, "pixels",
                     "distance of the pixels that are passed on");
}

Shape PaddingShortcut::bind(const Shape& input) {
  if (input.channels > channels_)
    throw UsageError(fmt::format("a padding shortcut to {0} channels takes {0} or fewer", channels_));
  return {channels_, (input.height + stride_ - 1) / stride_, (input.width + stride_ - 1) / stride_};
}

Value PaddingShortcut::plan(Plan& plan, Value input) const {
  const Value from = in_channel_blocks(plan, input);
  const Shape shape = plan.shape(from);
  const auto extents = onednn::extents(
      {plan.samples(), channels_, (shape.height + stride_ - 1) / stride_, (shape.width + stride_ - 1) / stride_});
  const Value output = plan.value(onednn::floats(extents, ChannelBlocks::of(plan.desc(from))->layout));
  plan.add(std::make_unique<Subsampling>(plan, stride_, from, output), output);
  return output;
}

}  // namespace lowband
