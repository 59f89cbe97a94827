#include "models/layers/layer_normalisation.hpp"

#include <algorithm>
#include <cmath>

#include "models/layers/onednn.hpp"

namespace lowband {

namespace {

constexpr double epsilon = 1e-5;

/// Each place of each sample is a row of all channels.
class NormalisingRows final : public Operation {
 public:
  NormalisingRows(Plan& plan, Value input, Value output)
      : channels_(plan.shape(input).channels),
        rows_(plan.samples() * plan.shape(input).size() / channels_),
        parameters_(plan.take_parameters(2 * channels_)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)),
        mean_(plan.buffer(rows_)),
        inverse_deviation_(plan.buffer(rows_)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_, mean_, inverse_deviation_},
                    .backward = {plan.data(input_), mean_, inverse_deviation_}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* const weight = pass.parameters + parameters_;
    const float* const bias = weight + channels_;
    for (std::size_t row = 0; row < rows_; ++row) {
      const float* const x = pass.at(input_) + row * channels_;
      float* const y = pass.at(output_data_) + row * channels_;
      const double mean = mean_over(x, [](float value) { return static_cast<double>(value); });
      const double variance = mean_over(x, [mean](float value) {
        const double distance = static_cast<double>(value) - mean;
        return distance * distance;
      });
      pass.at(mean_)[row] = static_cast<float>(mean);
      pass.at(inverse_deviation_)[row] = static_cast<float>(1.0 / std::sqrt(variance + epsilon));
      for (std::size_t c = 0; c < channels_; ++c) y[c] = weight[c] * normalised(pass, row, x[c]) + bias[c];
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
      double a = 0.0;
      double b = 0.0;
      for (std::size_t c = 0; c < channels_; ++c) {
        const float n = normalised(pass, row, x[c]);
        weight_gradient[c] += dy[c] * n;
        bias_gradient[c] += dy[c];
        const auto weighted = static_cast<double>(weight[c] * dy[c]);
        a += weighted;
        b += weighted * static_cast<double>(n);
      }
      if (!gradient_) continue;
      const auto mean_a = static_cast<float>(a / static_cast<double>(channels_));
      const auto mean_b = static_cast<float>(b / static_cast<double>(channels_));
      const float r = pass.at(inverse_deviation_)[row];
      float* const dx = pass.at(*gradient_) + row * channels_;
      for (std::size_t c = 0; c < channels_; ++c) {
        const float from_mean = weight[c] * dy[c] - mean_a;
        dx[c] = r * (from_mean - normalised(pass, row, x[c]) * mean_b);
      }
    }
  }

 private:
  template <class Term>
  [[nodiscard]] double mean_over(const float* x, Term term) const {
    double sum = 0.0;
    for (std::size_t c = 0; c < channels_; ++c) sum += term(x[c]);
    return sum / static_cast<double>(channels_);
  }
  [[nodiscard]] float normalised(const Pass& pass, std::size_t row, float x) const {
    return (x - pass.at(mean_)[row]) * pass.at(inverse_deviation_)[row];
  }

  std::size_t channels_;
  std::size_t rows_;
  std::size_t parameters_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
  Buffer mean_;
  Buffer inverse_deviation_;
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
  const auto rows = onednn::floats(plan.desc(input).dims(), dnnl::memory::format_tag::nhwc);
  const Value from = plan.reordered(input, rows);
  const Value output = plan.value(rows);
  plan.add(std::make_unique<NormalisingRows>(plan, from, output), output);
  return output;
}

}  // namespace lowband
