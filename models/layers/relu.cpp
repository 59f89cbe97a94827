#include "models/layers/relu.hpp"

#include "models/layers/rectifier.hpp"

namespace lowband {

namespace {

class Rectifying final : public Operation {
 public:
  Rectifying(Plan& plan, Value input, Value output)
      : size_(plan.desc(input).get_size() / sizeof(float)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_}, .backward = {output_data_}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* __restrict x = pass.at(input_);
    float* __restrict y = pass.at(output_data_);
    for (std::size_t i = 0; i < size_; ++i) y[i] = rectified(x[i]);
  }

  void backward(Pass& pass) const override {
    if (gradient_) before_rectifier(pass.at(output_data_), pass.gradient_of(output_), size_, pass.at(*gradient_));
  }

 private:
  std::size_t size_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

}  // namespace

Value ReLU::plan(Plan& plan, Value input) const {
  const Value output = plan.value(plan.desc(input));
  plan.add(std::make_unique<Rectifying>(plan, input, output), output);
  return output;
}

}  // namespace lowband
