// SPDX-License-Identifier: Apache-2.0
#include "models/layers/layer_normalisation.hpp"

#include <algorithm>
#include <cmath>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"

namespace lowband {

namespace {

constexpr double epsilon = 1e-5;

/// Each place of each sample is a row of all channels. With few channels little is left of a gradient, so that rows are
/// worked on in double.
class NormalisingRows final : public Operation {
 public:
  NormalisingRows(Plan& plan, Value input, Value output)
      : channels_(plan.shape(input).channels),
        rows_(plan.samples() * plan.shape(input).size() / channels_),
        parameters_(plan.take_parameters(2 * channels_)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_}, .backward = {plan.data(input_)}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    const float* const bias = weight + channels_;
    for (std::size_t row = 0; row < rows_; ++row) {
      const float* const x = pass.at(input_) + row * channels_;
      float* const y = pass.at(output_data_) + row * channels_;
      const Moments moments = moments_of(x);
      for (std::size_t c = 0; c < channels_; ++c) {
        const double n = moments.normalised(x[c]);
        y[c] = static_cast<float>(static_cast<double>(weight[c]) * n + static_cast<double>(bias[c]));
      }
    }
  }

  /// dx = r (w dy - A - n B), where r is the inverse deviation, n the normalised input, and A and B the row's means of
  /// w dy and w dy n.
  void backward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    float* const weight_gradient = pass.gradient + parameters_;
    float* const bias_gradient = weight_gradient + channels_;
    std::fill_n(weight_gradient, 2 * channels_, 0.0F);
    for (std::size_t row = 0; row < rows_; ++row) {
      const float* const x = pass.at(input_) + row * channels_;
      const float* const dy = pass.gradient_of(output_) + row * channels_;
      const Moments moments = moments_of(x);
      double a = 0.0;
      double b = 0.0;
      for (std::size_t c = 0; c < channels_; ++c) {
        const double n = moments.normalised(x[c]);
        const auto delta = static_cast<double>(dy[c]);
        weight_gradient[c] += static_cast<float>(delta * n);
        bias_gradient[c] += dy[c];
        a += static_cast<double>(weight[c]) * delta;
        b += static_cast<double>(weight[c]) * delta * n;
      }
      if (!gradient_) continue;
      a /= static_cast<double>(channels_);
      b /= static_cast<double>(channels_);
      float* const dx = pass.at(*gradient_) + row * channels_;
      for (std::size_t c = 0; c < channels_; ++c) {
        const double from_mean = static_cast<double>(weight[c]) * static_cast<double>(dy[c]) - a;
        dx[c] = static_cast<float>(moments.inverse_deviation * (from_mean - moments.normalised(x[c]) * b));
      }
    }
  }

 private:
  struct Moments {
    double mean;
    double inverse_deviation;

    [[nodiscard]] double normalised(float x) const { return (static_cast<double>(x) - mean) * inverse_deviation; }
  };

  [[nodiscard]] Moments moments_of(const float* x) const {
    const auto mean_of = [&](const auto& term) {
      double sum = 0.0;
      for (std::size_t c = 0; c < channels_; ++c) sum += term(static_cast<double>(x[c]));
      return sum / static_cast<double>(channels_);
    };
    const double mean = mean_of([](double value) { return value; });
    const double variance = mean_of([&](double value) { return (value - mean) * (value - mean); });
    return {mean, 1.0 / std::sqrt(variance + epsilon)};
  }

  std::size_t channels_;
  std::size_t rows_;
  std::size_t parameters_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

}  // namespace

Shape LayerNormalisation::bind(const Shape& input) {
  channels_ = input.channels;
  return input;
}

void LayerNormalisation::list(const std::string& name, Inventory& inventory) const {
  for (const char* tensor : {".weight", ".bias"}) {
    inventory.parameters.push_back({name + tensor, {channels_}});
    inventory.product_flops.push_back(0.0);
  }
}

void LayerNormalisation::initialise(std::span<float>& parameters, Stream& /*random*/) const {
  std::ranges::fill(take(parameters, channels_), 1.0F);
  std::ranges::fill(take(parameters, channels_), 0.0F);
}

Value LayerNormalisation::plan(Plan& plan, Value input) const {
  const auto rows = onednn::floats(onednn::extents_of(plan.desc(input)), dnnl::memory::format_tag::nhwc);
  const Value from = plan.reordered(input, rows);
  const Value output = plan.value(rows);
  plan.add(std::make_unique<NormalisingRows>(plan, from, output), output);
  return output;
}

}  // namespace lowband
