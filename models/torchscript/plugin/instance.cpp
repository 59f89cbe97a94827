// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/instance.hpp"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace lowband::torchscript {

namespace {

std::size_t size(const at::Tensor& tensor) { return static_cast<std::size_t>(tensor.numel()); }

/// Copies the next numbers of `from` into a tensor that is contiguous, and steps over them.
void read(std::span<const float>& from, const at::Tensor& into) {
  std::copy_n(from.begin(), size(into), into.data_ptr<float>());
  from = from.subspan(size(into));
}

/// Copies a tensor to the front of `into`, and steps over it; one that is not there is zeros.
void write(const at::Tensor& from, std::size_t count, std::span<float>& into) {
  if (from.defined()) {
    std::copy_n(from.contiguous().data_ptr<float>(), count, into.begin());
  } else {
    std::fill_n(into.begin(), count, 0.0F);
  }
  into = into.subspan(count);
}

at::Tensor tensor_of(const Input& input) {
  at::Tensor tensor = at::empty(input.extents, at::kFloat);
  std::copy_n(input.values, size(tensor), tensor.data_ptr<float>());
  return input.are_symbols ? tensor.to(at::kLong) : tensor;
}

Output output_of(const at::Tensor& tensor) { return {tensor.data_ptr<float>(), tensor.sizes().vec()}; }

bool is_dropout(const torch::jit::Module& part) {
  const auto& name = part.type()->name();
  return name && name->name().find("Dropout") != std::string::npos;
}

}  // namespace

Instance::Instance(const torch::jit::Module& original, const Tensors& tensors)
    : tensors_(tensors), module_(original.deepcopy()) {
  for (const auto& part : module_.modules()) parts_.push_back(part);
  for (const HeldTensor& held : tensors.learned) {
    learned_.push_back(at::empty(held.value.sizes(), at::kFloat).set_requires_grad(true));
    put(held, learned_.back());
  }
  for (const HeldTensor& held : tensors.observed) observed_.push_back(at::empty(held.value.sizes(), at::kFloat));
  for (const HeldTensor& held : tensors.counters) counters_.push_back(at::empty_like(held.value));
}

void Instance::put(const HeldTensor& held, const at::Tensor& tensor) {
  for (const Slot& slot : held.slots) parts_[slot.module].setattr(slot.name, tensor);
}

void Instance::take(const State& state) {
  const at::NoGradGuard no_gradients;
  auto parameters = state.parameters;
  for (at::Tensor& tensor : learned_) {
    read(parameters, tensor);
    tensor.mutable_grad().reset();
  }
  auto buffers = state.buffers;
  for (std::size_t i = 0; i < observed_.size(); ++i) {
    if (state.buffers.empty()) {
      observed_[i].copy_(tensors_.observed[i].value);
    } else {
      read(buffers, observed_[i]);
    }
    put(tensors_.observed[i], observed_[i]);
  }
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    counters_[i].copy_(tensors_.counters[i].value);
    put(tensors_.counters[i], counters_[i]);
  }
}

void Instance::set_mode(bool is_training, bool has_dropout) {
  for (torch::jit::Module& part : parts_) {
    if (!part.hasattr("training")) continue;
    part.setattr("training", is_training && (has_dropout || !is_dropout(part)));
  }
}

at::Tensor Instance::forward(const Input& input) {
  at::init_num_threads();  // OpenMP keeps its number of threads for each thread that asks
  const c10::IValue given = module_.forward({tensor_of(input)});
  if (!given.isTensor()) {
    throw std::runtime_error("it gives " + given.tagKind() + ": expected forward(batch) to give one tensor");
  }
  at::Tensor outputs = given.toTensor();
  if (outputs.scalar_type() != at::kFloat) {
    throw std::runtime_error(std::string("it gives a tensor of ") + c10::toString(outputs.scalar_type()) +
                             ": expected float32");
  }
  if (outputs.dim() == 0 || outputs.size(0) != input.extents.front()) {
    throw std::runtime_error(
        "it gives no outputs of each sample: expected a tensor whose first extent is that of the batch");
  }
  return outputs.contiguous();
}

void Instance::remember_versions() {
  versions_.clear();
  for (const at::Tensor& tensor : learned_) versions_.push_back(static_cast<std::uint32_t>(tensor._version()));
}

void Instance::require_untouched() const {
  for (std::size_t i = 0; i < learned_.size(); ++i) {
    const bool is_there = std::all_of(
        tensors_.learned[i].slots.begin(), tensors_.learned[i].slots.end(),
        [&](const Slot& slot) { return parts_[slot.module].attr(slot.name).toTensor().is_same(learned_[i]); });
    if (!is_there || versions_[i] != static_cast<std::uint32_t>(learned_[i]._version())) {
      throw std::runtime_error("it changes its parameter " + tensors_.learned[i].name +
                               " by itself: only the optimizer may");
    }
  }
}

void Instance::train(const State& state, const Step& step, const Input& input,
                     FunctionRef<void(const Output&, float*)> loss) {
  take(state);
  set_mode(true, step.seed.has_value());
  remember_versions();
  const at::Tensor outputs = forward(input);
  require_untouched();
  if (!outputs.requires_grad()) {
    throw std::runtime_error("its outputs do not depend on its parameters");
  }
  const at::Tensor slope = at::empty(outputs.sizes(), at::kFloat);
  loss(output_of(outputs), slope.data_ptr<float>());
  torch::autograd::backward({outputs}, {slope});
  auto gradient = step.gradient;
  for (at::Tensor& tensor : learned_) write(tensor.grad(), size(tensor), gradient);
  auto buffers = step.buffers;
  for (std::size_t i = 0; i < observed_.size() && !step.buffers.empty(); ++i) {
    const Slot& slot = tensors_.observed[i].slots.front();
    write(parts_[slot.module].attr(slot.name).toTensor(), size(observed_[i]), buffers);
  }
}

void Instance::evaluate(const State& state, const Input& input, FunctionRef<void(const Output&)> take_outputs) {
  const at::NoGradGuard no_gradients;
  take(state);
  set_mode(false, false);
  take_outputs(output_of(forward(input)));
}

std::vector<std::pair<std::string, c10::IValue>> Instance::rest() const {
  std::vector<std::pair<std::string, c10::IValue>> rest;
  for (const auto& part : module_.named_modules()) {
    const auto type = part.value.type();
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const std::string& own = type->getAttributeName(i);
      const c10::IValue value = part.value._ivalue()->getSlot(i);
      if (own == "training" || type->is_parameter(i) || type->is_buffer(i) || value.isModule()) continue;
      rest.emplace_back(part.name.empty() ? own : part.name + "." + own, value.deepcopy());
    }
  }
  return rest;
}

}  // namespace lowband::torchscript
