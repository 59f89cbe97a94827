// SPDX-License-Identifier: Apache-2.0
#include "models/layers/linear.hpp"

#include "models/layers/onednn.hpp"

namespace lowband {

namespace {

class Multiplying final : public Operation {
 public:
  Multiplying(Plan& plan, const Dense& dense, Value input, Value output)
      : dense_(dense),
        samples_(plan.samples()),
        parameters_(plan.take_parameters(dense.parameter_count())),
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
    dense_.forward(parameters(pass), pass.at(input_), samples_, {pass.at(output_data_), dense_.out(), 1});
  }

  void backward(Pass& pass) const override {
    const Strided<const float> delta{pass.gradient_of(output_), dense_.out(), 1};
    dense_.backward(pass.at(input_), samples_, delta, {pass.gradient + parameters_, dense_.parameter_count()});
    if (gradient_) dense_.backward_input(parameters(pass), samples_, delta, pass.at(*gradient_));
  }

 private:
  [[nodiscard]] std::span<const float> parameters(const Pass& pass) const {
    return {pass.parameters + parameters_, dense_.parameter_count()};
  }

  Dense dense_;
  std::size_t samples_;
  std::size_t parameters_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

}  // namespace

void Linear::parameters(Parameters& parameters) {
  parameters.integer("units", out_, {.least = 1, .most = 1e6}, "", "outputs of a sample", Parameters::Need::required);
}

Shape Linear::bind(const Shape& input) {
  dense_.emplace(input.size(), out_);
  return {out_, 1, 1};
}

void Linear::list(const std::string& name, Inventory& inventory) const {
  inventory.parameters.push_back({name + ".weight", {dense_->out(), dense_->in()}});
  inventory.product_flops.push_back(2.0 * static_cast<double>(dense_->out() * dense_->in()));
  inventory.parameters.push_back({name + ".bias", {dense_->out()}});
  inventory.product_flops.push_back(0.0);
}

void Linear::initialise(std::span<float>& parameters, Stream& random) const {
  dense_->initialise(take(parameters, dense_->parameter_count()), random);
}

Value Linear::plan(Plan& plan, Value input) const {
  const Value flat = plan.plain(input);
  const Value output =
      plan.value(onednn::floats(onednn::extents({plan.samples(), out_, 1, 1}), dnnl::memory::format_tag::nchw));
  plan.add(std::make_unique<Multiplying>(plan, *dense_, flat, output), output);
  return output;
}

}  // namespace lowband
