// SPDX-License-Identifier: Apache-2.0
#include "models/layers/embedding.hpp"

#include <algorithm>

#include "models/layers/sequence.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

class LookingUp final : public Operation {
 public:
  LookingUp(Plan& plan, std::size_t symbols, std::size_t features, Value input, Value output)
      : samples_(plan.samples()),
        time_(plan.shape(input).size()),
        symbols_(symbols),
        features_(features),
        weights_(plan.take_parameters(symbols * features)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    return {.forward = {plan.data(input_), output_data_}, .backward = {plan.data(input_)}};
  }

  void forward(Pass& pass) const override {
    float* to = pass.at(output_data_);
    for_each_symbol(pass, [&](std::size_t symbol) {
      std::copy_n(pass.parameters + weights_ + symbol * features_, features_, to);
      to += features_;
    });
  }

  void backward(Pass& pass) const override {
    float* const gradient = pass.gradient + weights_;
    std::fill_n(gradient, symbols_ * features_, 0.0F);
    const float* from = pass.gradient_of(output_);
    for_each_symbol(pass, [&](std::size_t symbol) {
      for (std::size_t k = 0; k < features_; ++k) gradient[symbol * features_ + k] += from[k];
      from += features_;
    });
  }

 private:
  /// In the order of the outputs: by time, then by samples.
  template <class Visit>
  void for_each_symbol(const Pass& pass, Visit visit) const {
    const float* const input = pass.at(input_);
    for (std::size_t t = 0; t < time_; ++t) {
      for (std::size_t i = 0; i < samples_; ++i) visit(static_cast<std::size_t>(input[i * time_ + t]));
    }
  }

  std::size_t samples_;
  std::size_t time_;
  std::size_t symbols_;
  std::size_t features_;
  std::size_t weights_;
  Value input_;
  Value output_;
  Buffer output_data_;
};

}  // namespace

void Embedding::parameters(Parameters& parameters) {
  parameters.integer("features", features_, {.least = 1, .most = 65536}, "", "length of the vector of a symbol",
                     Parameters::Need::required);
}

Shape Embedding::bind(const Shape& input) {
  if (!input.symbols) throw UsageError("an embedding takes the symbols of a text as they are");
  symbols_ = *input.symbols;
  time_ = input.size();
  return {features_, 1, time_};
}

void Embedding::list(const std::string& name, Inventory& inventory) const {
  inventory.parameters.push_back({name + ".weight", {symbols_, features_}});
  // No product, but a row is copied for each symbol; and layers behind it are not the first.
  inventory.product_flops.push_back(static_cast<double>(time_ * features_));
}

void Embedding::initialise(std::span<float>& parameters, Stream& random) const {
  for (float& value : take(parameters, symbols_ * features_)) value = random.normal();
}

Value Embedding::plan(Plan& plan, Value input) const {
  const Value symbols = plan.plain(input);
  const Value output = plan.value(sequence_desc(plan.samples(), features_, time_));
  plan.add(std::make_unique<LookingUp>(plan, symbols_, features_, symbols, output), output);
  return output;
}

}  // namespace lowband
