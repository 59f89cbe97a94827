// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/flop_counter.hpp"

#include <c10/core/ScalarType.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace lowband::torchscript {

namespace {

/// That of this thread, if there is one.
thread_local FlopCounter* counting = nullptr;

/// What the interpreter tells of an operation's inputs may begin with more of its stack.
c10::ArrayRef<const c10::IValue> inputs_of(const at::RecordFunction& function) {
  const auto all = function.inputs();
  const std::size_t own = std::min(all.size(), function.num_inputs());
  return all.slice(all.size() - own, own);
}

double numbers(const c10::IValue& tensor) { return static_cast<double>(tensor.toTensor().numel()); }
double extent(const c10::IValue& tensor, std::int64_t dimension) {
  return static_cast<double>(tensor.toTensor().size(dimension));
}

/// A matrix product whose left factor is the input of this number: every one of its numbers is taken as often as the
/// right factor has columns.
double product(c10::ArrayRef<const c10::IValue> inputs, std::size_t left) {
  const double columns = inputs[left + 1].toTensor().dim() == 1 ? 1.0 : extent(inputs[left + 1], -1);
  return 2.0 * numbers(inputs[left]) * columns;
}

/// A convolution, or a transposed one. Each output of a convolution takes a filter's weights, as each input of a
/// transposed one does.
double convolution(const c10::IValue& input, const c10::IValue& output, const c10::IValue& weight, bool transposed) {
  return 2.0 * numbers(transposed ? input : output) * numbers(weight) / extent(weight, 0);
}

struct Product {
  std::string_view name;
  std::size_t left;
};
constexpr std::array products = {Product{"aten::mm", 0},    Product{"aten::bmm", 0},   Product{"aten::mv", 0},
                                 Product{"aten::addmm", 1}, Product{"aten::addmv", 1}, Product{"aten::baddbmm", 1},
                                 Product{"aten::addbmm", 1}};

constexpr std::string_view forward_convolution = "aten::convolution";
constexpr std::string_view backward_convolution = "aten::convolution_backward";
/// Where its inputs say whether a convolution is transposed.
constexpr std::size_t transposed_of_forward = 6;
constexpr std::size_t transposed_of_backward = 7;

}  // namespace

/// An operation under way.
struct CountedOperation final : at::ObserverContext {
  /// What is known of it at its end.
  c10::IValue input{};
  c10::IValue weight{};
  bool transposed = false;

  static std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function) {
    if (counting == nullptr || counting->nested_ > 0) return count_nested(function);
    const std::string_view name = function.name();
    const auto inputs = inputs_of(function);
    const auto found =
        std::find_if(products.begin(), products.end(), [&](const auto& each) { return each.name == name; });
    if (found != products.end()) counting->flops_ += product(inputs, found->left);
    if (name == backward_convolution) {
      const auto asked = inputs.back().toBoolList();
      const double one = convolution(inputs[1], inputs[0], inputs[2], inputs[transposed_of_backward].toBool());
      counting->flops_ += one * (static_cast<double>(asked[0]) + static_cast<double>(asked[1]));
    }
    return count_nested(function);
  }

  static void end(const at::RecordFunction& function, at::ObserverContext* context) {
    auto* const operation = static_cast<CountedOperation*>(context);
    if (counting == nullptr || operation == nullptr) return;
    --counting->nested_;
    if (operation->weight.isNone()) return;
    counting->flops_ +=
        convolution(operation->input, function.outputs().back(), operation->weight, operation->transposed);
  }

 private:
  /// Those whose products are no operations to be counted beside them.
  static std::unique_ptr<at::ObserverContext> count_nested(const at::RecordFunction& function) {
    const std::string_view name = function.name();
    const bool is_forward = name == forward_convolution;
    if (counting == nullptr || (!is_forward && name != backward_convolution)) return nullptr;
    auto operation = std::make_unique<CountedOperation>();
    if (counting->nested_++ == 0 && is_forward) {
      const auto inputs = inputs_of(function);
      operation->input = inputs[0];
      operation->weight = inputs[1];
      operation->transposed = inputs[transposed_of_forward].toBool();
    }
    return operation;
  }
};

FlopCounter::FlopCounter()
    : handle_(at::addThreadLocalCallback(at::RecordFunctionCallback(&CountedOperation::begin, &CountedOperation::end)
                                             .needsInputs(true)
                                             .needsOutputs(true)
                                             .scopes({at::RecordScope::FUNCTION}))) {
  counting = this;
}

FlopCounter::~FlopCounter() {
  counting = nullptr;
  at::removeCallback(handle_);
}

}  // namespace lowband::torchscript
