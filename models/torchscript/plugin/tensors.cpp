// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/tensors.hpp"

#include <stdexcept>

namespace lowband::torchscript {

namespace {

bool is_same(const at::Tensor& one, const at::Tensor& other) {
  return one.data_ptr() == other.data_ptr() && one.sizes() == other.sizes() && one.strides() == other.strides();
}

void require_floats(const at::Tensor& tensor, const std::string& what, const std::string& name) {
  if (tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided) return;
  throw std::runtime_error("the " + what + " " + name + " is of " + c10::toString(tensor.scalar_type()) +
                           ": expected dense float32 (in Python: module.float())");
}

/// Adds a place of `value` to `list`: a tensor that is there already, or a new one.
void add(std::vector<HeldTensor>& list, const std::string& name, const at::Tensor& value, const Slot& slot) {
  for (HeldTensor& held : list) {
    if (is_same(held.value, value)) {
      held.slots.push_back(slot);
      return;
    }
    if (held.value.storage().data() == value.storage().data()) {
      throw std::runtime_error("the tensors " + held.name + " and " + name +
                               " share a part of their memory: expected tensors of their own, or the same one");
    }
  }
  list.push_back({name, value, {slot}});
}

}  // namespace

Tensors tensors_of(const torch::jit::Module& module) {
  Tensors tensors;
  std::size_t number = 0;
  for (const auto& part : module.named_modules()) {
    const auto type = part.value.type();
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const c10::IValue value = part.value._ivalue()->getSlot(i);
      if (!value.isTensor() || !value.toTensor().defined()) continue;
      const at::Tensor tensor = value.toTensor();
      const std::string own = type->getAttributeName(i);
      const std::string name = part.name.empty() ? own : part.name + "." + own;
      if (type->is_parameter(i)) {
        if (tensor.numel() == 0 || !tensor.requires_grad()) continue;
        require_floats(tensor, "parameter", name);
        add(tensors.learned, name, tensor, {number, own});
      } else if (type->is_buffer(i)) {
        if (tensor.numel() == 0) continue;
        if (!tensor.is_floating_point() && !tensor.is_complex()) {
          add(tensors.counters, name, tensor, {number, own});
          continue;
        }
        require_floats(tensor, "buffer", name);
        add(tensors.observed, name, tensor, {number, own});
      }
    }
    ++number;
  }
  return tensors;
}

}  // namespace lowband::torchscript
