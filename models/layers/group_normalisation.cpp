// SPDX-License-Identifier: Apache-2.0
#include "models/layers/group_normalisation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/layers/channel_blocks.hpp"
#include "models/layers/rectifier.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

constexpr double epsilon = 1e-5;

// Every pass over an activation works channel by channel, in a form that does not know of groups: sums over pixels, or
// a line through them. What is done in groups is done with a few numbers per channel between the passes.
class NormalisingGroups final : public Operation {
 public:
  NormalisingGroups(Plan& plan, std::size_t groups, Activation activation, Value input, Value output)
      : layout_(*ChannelBlocks::of(plan.desc(input))),
        channels_(plan.shape(input).channels),
        groups_(groups),
        rectifies_(activation == Activation::relu),
        parameters_(plan.take_parameters(2 * channels_)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)),
        mean_(plan.buffer(layout_.samples * groups)),
        inverse_deviation_(plan.buffer(layout_.samples * groups)),
        per_channel_(plan.buffer(places() * arrays)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_, mean_, inverse_deviation_, per_channel_},
                    .backward = {plan.data(input_), mean_, inverse_deviation_, per_channel_}};
    if (rectifies_) touched.backward.push_back(output_data_);
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    const float* const bias = weight + channels_;
    const auto [first, second, slope, offset] = arrays_of(pass);
    for (std::size_t sample = 0; sample < layout_.samples; ++sample) {
      const float* const x = pass.at(input_) + sample * layout_.sample_size();
      float* const mean = pass.at(mean_) + sample * groups_;
      float* const inverse_deviation = pass.at(inverse_deviation_) + sample * groups_;

      sum(x, first);
      for (std::size_t g = 0; g < groups_; ++g)
        mean[g] = static_cast<float>(of_group(g, [&](std::size_t c) { return static_cast<double>(first[c]); }) /
                                     group_size());
      std::fill_n(second, places(), 0.0F);
      for (std::size_t c = 0; c < channels_; ++c) second[c] = mean[group(c)];
      sum_of_squared_distances(x, second, first);
      for (std::size_t g = 0; g < groups_; ++g) {
        const double variance =
            of_group(g, [&](std::size_t c) { return static_cast<double>(first[c]); }) / group_size();
        inverse_deviation[g] = static_cast<float>(1.0 / std::sqrt(variance + epsilon));
      }

      std::fill_n(slope, places(), 0.0F);
      std::fill_n(offset, places(), 0.0F);
      for (std::size_t c = 0; c < channels_; ++c) {
        slope[c] = weight[c] * inverse_deviation[group(c)];
        offset[c] = bias[c] - mean[group(c)] * slope[c];
      }
      put_on_line(x, slope, offset, pass.at(output_data_) + sample * layout_.sample_size());
    }
  }

  void backward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    float* const weight_gradient = pass.gradient + parameters_;
    float* const bias_gradient = weight_gradient + channels_;
    std::fill_n(weight_gradient, 2 * channels_, 0.0F);
    const auto [of_deltas, of_products, of_inputs, offset] = arrays_of(pass);
    for (std::size_t sample = 0; sample < layout_.samples; ++sample) {
      const std::size_t at = sample * layout_.sample_size();
      const float* const x = pass.at(input_) + at;
      const float* const y = pass.at(output_data_) + at;
      const float* const dy = pass.gradient_of(output_) + at;
      const float* const mean = pass.at(mean_) + sample * groups_;
      const float* const inverse_deviation = pass.at(inverse_deviation_) + sample * groups_;

      // Per channel, the sums of delta and of delta times the normalised input.
      std::fill_n(offset, places(), 0.0F);
      for (std::size_t c = 0; c < channels_; ++c) offset[c] = mean[group(c)];
      sum_deltas(x, y, dy, offset, of_deltas, of_products);
      for (std::size_t c = 0; c < channels_; ++c) {
        of_products[c] *= inverse_deviation[group(c)];
        bias_gradient[c] += of_deltas[c];
        weight_gradient[c] += of_products[c];
      }
      if (!gradient_) continue;

      // dx = r (w delta - A - n B), where r is the inverse deviation, n the normalised input, and A and B the group's
      // means of w delta and w delta n: a line in delta and x.
      std::fill_n(of_inputs, places(), 0.0F);
      std::fill_n(offset, places(), 0.0F);
      for (std::size_t g = 0; g < groups_; ++g) {
        const double a =
            of_group(g, [&](std::size_t c) { return static_cast<double>(weight[c] * of_deltas[c]); }) / group_size();
        const double b =
            of_group(g, [&](std::size_t c) { return static_cast<double>(weight[c] * of_products[c]); }) / group_size();
        const auto r = static_cast<double>(inverse_deviation[g]);
        for (std::size_t c = g * channels_ / groups_; c < (g + 1) * channels_ / groups_; ++c) {
          of_inputs[c] = static_cast<float>(-r * r * b);
          offset[c] = static_cast<float>(-r * a + r * r * b * static_cast<double>(mean[g]));
        }
      }
      std::fill_n(of_deltas, places(), 0.0F);
      for (std::size_t c = 0; c < channels_; ++c) of_deltas[c] = weight[c] * inverse_deviation[group(c)];
      put_on_plane(x, y, dy, of_deltas, of_inputs, offset, pass.at(*gradient_) + at);
    }
  }

 private:
  static constexpr std::size_t arrays = 4;
  struct Arrays {
    float* first;
    float* second;
    float* third;
    float* fourth;
  };

  /// Channels, and what stands in the last block beside them.
  [[nodiscard]] std::size_t places() const noexcept { return layout_.blocks * layout_.channels; }
  [[nodiscard]] Arrays arrays_of(const Pass& pass) const {
    float* const begin = pass.at(per_channel_);
    return {begin, begin + places(), begin + 2 * places(), begin + 3 * places()};
  }
  [[nodiscard]] std::size_t group(std::size_t channel) const noexcept { return channel * groups_ / channels_; }
  [[nodiscard]] double group_size() const noexcept {
    return static_cast<double>(channels_ / groups_) * static_cast<double>(layout_.pixels);
  }
  /// The sum of `term` over the channels of a group.
  template <class Term>
  [[nodiscard]] double of_group(std::size_t g, Term term) const {
    double sum = 0.0;
    for (std::size_t c = g * channels_ / groups_; c < (g + 1) * channels_ / groups_; ++c) sum += term(c);
    return sum;
  }

  /// visit(place of a channel, index of a value), for all values of a sample.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t block = 0; block < layout_.blocks; ++block) {
      const std::size_t place = block * layout_.channels;
      const std::size_t begin = block * layout_.block_size();
      for (std::size_t pixel = 0; pixel < layout_.pixels; ++pixel) {
        for (std::size_t c = 0; c < layout_.channels; ++c) visit(place + c, begin + pixel * layout_.channels + c);
      }
    }
  }

  void sum(const float* __restrict x, float* __restrict sums) const {
    std::fill_n(sums, places(), 0.0F);
    for_each([&](std::size_t c, std::size_t i) { sums[c] += x[i]; });
  }

  void sum_of_squared_distances(const float* __restrict x, const float* __restrict from, float* __restrict sums) const {
    std::fill_n(sums, places(), 0.0F);
    for_each([&](std::size_t c, std::size_t i) {
      const float distance = x[i] - from[c];
      sums[c] += distance * distance;
    });
  }

  void put_on_line(const float* __restrict x, const float* __restrict slope, const float* __restrict offset,
                   float* __restrict y) const {
    for_each([&](std::size_t c, std::size_t i) {
      const float value = slope[c] * x[i] + offset[c];
      y[i] = rectifies_ ? rectified(value) : value;
    });
  }

  /// The gradient before the ReLU, if there is one.
  [[nodiscard]] float delta(float y, float dy) const noexcept { return rectifies_ ? before_rectifier(y, dy) : dy; }

  void sum_deltas(const float* __restrict x, const float* __restrict y, const float* __restrict dy,
                  const float* __restrict mean, float* __restrict of_deltas, float* __restrict of_products) const {
    std::fill_n(of_deltas, places(), 0.0F);
    std::fill_n(of_products, places(), 0.0F);
    for_each([&](std::size_t c, std::size_t i) {
      const float d = delta(y[i], dy[i]);
      of_deltas[c] += d;
      of_products[c] += d * (x[i] - mean[c]);
    });
  }

  void put_on_plane(const float* __restrict x, const float* __restrict y, const float* __restrict dy,
                    const float* __restrict of_deltas, const float* __restrict of_inputs,
                    const float* __restrict offset, float* __restrict dx) const {
    for_each([&](std::size_t c, std::size_t i) {
      dx[i] = of_deltas[c] * delta(y[i], dy[i]) + (of_inputs[c] * x[i] + offset[c]);
    });
  }

  ChannelBlocks layout_;
  std::size_t channels_;
  std::size_t groups_;
  bool rectifies_;
  std::size_t parameters_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
  Buffer mean_;
  Buffer inverse_deviation_;
  Buffer per_channel_;
};

}  // namespace

void GroupNormalisation::parameters(Parameters& parameters) {
  parameters.integer("groups", groups_, {.least = 1, .most = 65536}, "", "groups of channels; must divide their number",
                     Parameters::Need::required);
}

Shape GroupNormalisation::bind(const Shape& input) {
  if (input.channels % groups_ != 0)
    throw UsageError(fmt::format("normalisation in {0} groups takes a number of channels that {0} divides", groups_));
  channels_ = input.channels;
  return input;
}

void GroupNormalisation::list(const std::string& name, Inventory& inventory) const {
  for (const char* tensor : {".weight", ".bias"}) {
    inventory.parameters.push_back({name + tensor, {channels_}});
    inventory.product_flops.push_back(0.0);
  }
}

void GroupNormalisation::initialise(std::span<float>& parameters, Stream& /*random*/) const {
  std::ranges::fill(take(parameters, channels_), 1.0F);
  std::ranges::fill(take(parameters, channels_), 0.0F);
}

Value GroupNormalisation::plan(Plan& plan, Value input) const {
  const Value from = in_channel_blocks(plan, input);
  const Value output = plan.value(plan.desc(from));
  plan.add(std::make_unique<NormalisingGroups>(plan, groups_, activation_, from, output), output);
  return output;
}

}  // namespace lowband
