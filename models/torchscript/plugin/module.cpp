// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/module.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "models/torchscript/plugin/chance.hpp"
#include "models/torchscript/plugin/errors.hpp"
#include "models/torchscript/plugin/flop_counter.hpp"

namespace lowband::torchscript {

namespace {

std::vector<Tensor> described(const std::vector<HeldTensor>& tensors) {
  std::vector<Tensor> list;
  for (const HeldTensor& held : tensors) {
    const auto sizes = held.value.sizes();
    list.push_back({held.name, {sizes.begin(), sizes.end()}});
    if (sizes.empty()) list.back().shape = {1};
  }
  return list;
}

/// All tensors one after the other.
std::vector<float> flat(const std::vector<HeldTensor>& tensors) {
  std::vector<float> values;
  for (const HeldTensor& held : tensors) {
    const at::Tensor whole = held.value.detach().contiguous();
    values.insert(values.end(), whole.data_ptr<float>(), whole.data_ptr<float>() + whole.numel());
  }
  return values;
}

torch::jit::Module load(const std::string& bytes) {
  std::istringstream file(bytes);
  try {
    return torch::jit::load(file, at::Device(at::kCPU));
  } catch (const std::exception& error) {
    throw std::runtime_error("no TorchScript module, as torch.jit.save writes it: " + plain_words(error.what()));
  }
}

/// Batch normalisation whose running statistics are the mean over all batches: that needs a count for each worker.
void require_moving_averages(const torch::jit::Module& module) {
  for (const auto& part : module.named_modules()) {
    if (!part.value.hasattr("num_batches_tracked")) continue;
    const auto type = part.value.type();
    const bool is_attribute = part.value.hasattr("momentum");
    if (!is_attribute && !type->findConstant("momentum")) continue;
    const c10::IValue momentum = is_attribute ? part.value.attr("momentum") : type->getConstant("momentum");
    if (momentum.isNone()) {
      throw std::runtime_error("the batch normalisation " + part.name +
                               " has no momentum: expected a number, such as 0.1");
    }
  }
}

bool is_equal(const c10::IValue& before, const c10::IValue& after) {
  if (before.isTensor() && after.isTensor()) {
    const at::Tensor one = before.toTensor();
    const at::Tensor other = after.toTensor();
    if (!one.defined() || !other.defined()) return one.defined() == other.defined();
    return one.scalar_type() == other.scalar_type() && at::equal(one, other);
  }
  if (before.tagKind() != after.tagKind()) return false;
  if (before.isInt() || before.isDouble() || before.isBool() || before.isString()) return before == after;
  return true;
}

}  // namespace

LoadedModule::LoadedModule(const std::string& bytes, bool draws) : original_(load(bytes)), draws_(draws) {
  Chance::reset();
  plainly([&] {
    if (!original_.find_method("forward")) throw std::runtime_error("the module has no method forward");
    tensors_ = tensors_of(original_);
    require_moving_averages(original_);
  });
  if (tensors_.learned.empty()) {
    throw std::runtime_error(
        "the module has nothing to learn: no parameter with requires_grad (a frozen module has none)");
  }
  parameters_ = described(tensors_.learned);
  buffers_ = described(tensors_.observed);
}

void LoadedModule::initial(std::span<float> parameters, std::span<float> buffers) const {
  if (!parameters.empty()) std::ranges::copy(flat(tensors_.learned), parameters.begin());
  if (!buffers.empty()) std::ranges::copy(flat(tensors_.observed), buffers.begin());
}

template <class Use>
auto LoadedModule::with_instance(Use use) const {
  return plainly([&] {
    std::unique_ptr<Instance> mine;
    {
      const std::scoped_lock lock(mutex_);
      if (!idle_.empty()) {
        mine = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (mine == nullptr) mine = std::make_unique<Instance>(original_, tensors_);
    use(*mine);
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(mine));
  });
}

Examination LoadedModule::examine(const Input& input) const {
  Examination found;
  const std::vector<float> parameters = flat(tensors_.learned);
  const std::vector<float> buffers = flat(tensors_.observed);
  std::vector<float> gradient(parameters.size());
  const State state{parameters, buffers};
  with_instance([&](Instance& instance) {
    const auto before = instance.rest();
    Chance::reset();
    instance.evaluate(state, input, [&](const Output& outputs) { found.outputs = outputs.extents; });
    if (Chance::has_drawn()) throw std::runtime_error("it draws random numbers in evaluation (after module.eval())");

    // The gradient of a tensor counts as ready when it is, and those of all tensors after it are.
    std::vector<double> ready(tensors_.learned.size(), 0.0);
    const FlopCounter counter;
    for (std::size_t i = 0; i < ready.size(); ++i) {
      instance.learned()[i].register_hook([&, i](const at::Tensor& /*gradient*/) { ready[i] = counter.flops(); });
    }
    instance.train(state, {.seed = 0, .gradient = gradient}, input, [&](const Output& outputs, float* slope) {
      found.forward_flops = counter.flops();
      std::int64_t count = 1;
      for (const auto extent : outputs.extents) count *= extent;
      std::fill_n(slope, count, 1.0F / static_cast<float>(count));
    });
    found.draws = Chance::has_drawn();
    found.backward_flops.resize(ready.size());
    double so_far = found.forward_flops;
    for (std::size_t i = ready.size(); i-- > 0;) {
      const double now = std::max(so_far, ready[i]);
      found.backward_flops[i] = now - so_far;
      so_far = now;
    }
    found.backward_flops.front() += counter.flops() - so_far;

    const auto after = instance.rest();
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
      if (is_equal(before[i].second, after[i].second)) continue;
      throw std::runtime_error("it changes its attribute " + before[i].first +
                               ", of which workers have none of their own: expected a buffer (register_buffer)");
    }
  });
  idle_.clear();  // its tensors have hooks that refer to what is gone
  return found;
}

void LoadedModule::train(const State& state, const Step& step, const Input& input,
                         FunctionRef<void(const Output&, float*)> loss) const {
  with_instance([&](Instance& instance) {
    if (draws_) {
      const auto lock = Chance::drawing_from(step.seed.value_or(0));
      return instance.train(state, step, input, loss);
    }
    instance.train(state, step, input, loss);
    if (Chance::has_drawn()) {
      throw std::runtime_error("it draws random numbers in some steps, but did not in the one that was tried before");
    }
  });
}

void LoadedModule::evaluate(const State& state, const Input& input, FunctionRef<void(const Output&)> take) const {
  with_instance([&](Instance& instance) { instance.evaluate(state, input, take); });
}

}  // namespace lowband::torchscript
