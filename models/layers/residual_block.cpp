#include "models/layers/residual_block.hpp"

#include "models/layers/convolution.hpp"
#include "models/layers/padding_shortcut.hpp"
#include "models/layers/rectifier.hpp"

namespace lowband {

namespace {

/// max(a + b, 0), in the memory of a.
class AddingUp final : public Operation {
 public:
  AddingUp(Plan& plan, Value a, Value b, Value sum)
      : size_(plan.desc(sum).get_size() / sizeof(float)),
        b_(b),
        sum_(sum),
        sum_data_(plan.data(sum)),
        gradient_(plan.gradient_part(a)) {
    if (gradient_) plan.share_gradient_part(b, *gradient_);
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(b_), sum_data_}, .backward = {sum_data_}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* __restrict b = pass.at(b_);
    float* __restrict y = pass.at(sum_data_);  // and a, up to now
    for (std::size_t i = 0; i < size_; ++i) y[i] = rectified(y[i] + b[i]);
  }

  void backward(Pass& pass) const override {
    if (!gradient_) return;
    const float* __restrict y = pass.at(sum_data_);
    const float* __restrict dy = pass.gradient_of(sum_);
    const float* __restrict more = pass.second_part_of(sum_);
    float* __restrict dx = pass.at(*gradient_);
    if (more == nullptr) {
      before_rectifier(y, dy, size_, dx);
    } else {
      for (std::size_t i = 0; i < size_; ++i) dx[i] = before_rectifier(y[i], dy[i] + more[i]);
    }
  }
  [[nodiscard]] std::size_t parts_taken() const override { return 2; }

 private:
  std::size_t size_;
  Value b_;
  Value sum_;
  Buffer sum_data_;
  std::optional<Buffer> gradient_;  ///< of both
};

}  // namespace

ResidualBlock::ResidualBlock(std::size_t channels, std::size_t stride, Shortcut shortcut,
                             const Normalisation& normalisation)
    : channels_(channels), stride_(stride), shortcut_(shortcut) {
  residual_.add<Convolution>("conv1", Convolution::Settings{.channels = channels, .stride = stride});
  residual_.add("bn1", normalisation.layer(Activation::relu));
  residual_.add<Convolution>("conv2", Convolution::Settings{.channels = channels});
  residual_.add("bn2", normalisation.layer(Activation::none));
  projection_.add<Convolution>(
      "shortcut.0", Convolution::Settings{.channels = channels, .kernel = 1, .stride = stride, .padding = 0});
  projection_.add("shortcut.1", normalisation.layer(Activation::none));
}

Shape ResidualBlock::bind(const Shape& input) {
  const Shape output = residual_.bind(input);
  changes_shape_ = !(output == input);
  if (projects()) (void)projection_.bind(input);
  return output;
}

void ResidualBlock::list(const std::string& name, Inventory& inventory) const {
  residual_.list(name, inventory);
  if (projects()) projection_.list(name, inventory);
}

void ResidualBlock::initialise(std::span<float>& parameters, Stream& random) const {
  residual_.initialise(parameters, random);
  if (projects()) projection_.initialise(parameters, random);
}

void ResidualBlock::initialise_running(std::span<float>& running) const {
  residual_.initialise_running(running);
  if (projects()) projection_.initialise_running(running);
}

Value ResidualBlock::plan(Plan& plan, Value input) const {
  const Value residual = residual_.plan(plan, input);
  Value passed_on = input;
  if (projects()) {
    passed_on = projection_.plan(plan, input);
  } else if (changes_shape_) {
    passed_on = plan_padding_shortcut(plan, input, channels_, stride_);
  }
  passed_on = plan.reordered(passed_on, plan.desc(residual));
  const Value sum = plan.value_instead_of(residual);
  plan.add(std::make_unique<AddingUp>(plan, residual, passed_on, sum), sum);
  return sum;
}

}  // namespace lowband
