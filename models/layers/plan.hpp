// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dnnl.hpp>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/data/shape.hpp"
#include "sim/base/random.hpp"

namespace lowband {

class Plan;

/// A piece of scratch memory of a plan.
struct Buffer {
  std::size_t index;
};

/// An activation of a plan: the output of an operation, for all samples of a batch.
struct Value {
  std::size_t index;
};

/// One execution of a plan: what it works on.
struct Pass {
  const Plan& plan;
  const float* input = nullptr;       ///< one sample after the other
  float* scratch = nullptr;           ///< Plan::scratch_size() floats, on a cache line
  const float* parameters = nullptr;  ///< flat, as listed by the layers
  float* gradient = nullptr;          ///< of the parameters; training
  float* moving = nullptr;            ///< running statistics to be updated, or none; training
  const float* running = nullptr;     ///< running statistics to be used; evaluation
  std::optional<Stream> random;       ///< for dropout; training
  dnnl::stream& stream;

  [[nodiscard]] float* at(Buffer buffer) const;
  [[nodiscard]] const float* at(Value value) const;
  /// The gradient of the loss in a value, all its users' parts added up.
  [[nodiscard]] const float* gradient_of(Value value) const;
  /// For an operation that takes two parts: what is to be added to gradient_of(value), or nothing.
  [[nodiscard]] const float* second_part_of(Value value) const;
};

/// Buffers that an operation reads or writes in each direction, besides the gradient of its output.
struct Touched {
  std::vector<Buffer> forward;
  std::vector<Buffer> backward;
};

/// What a layer does in a plan. It holds primitives and places, nothing that an execution changes, so all threads
/// share it.
class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  Operation(Operation&&) = delete;
  Operation& operator=(Operation&&) = delete;
  virtual ~Operation() = default;

  [[nodiscard]] virtual Touched touched(const Plan& plan) const = 0;
  virtual void forward(Pass& pass) const = 0;
  /// From the gradient of its output to those of its inputs and parameters; never called in evaluation.
  virtual void backward(Pass& pass) const = 0;
  /// How many parts of the gradient of its output backward() takes as they are, one or two: who reads the gradient but
  /// once saves a pass over it by adding them up on the way. Parts beyond these have been added to the first.
  [[nodiscard]] virtual std::size_t parts_taken() const { return 1; }
};

/// The operations of a network for batches of one size, in order, and where in a thread's scratch memory everything
/// stands. Buffers that are not in use at the same time share memory: a training step needs the activations that its
/// backward pass reads and few gradients, an evaluation little more than two activations.
class Plan {
 public:
  enum class Use : std::uint8_t { training, evaluation };

  Plan(const Shape& sample, std::size_t samples, Use use);

  // --- Building: layers add operations, from first to last. ---

  [[nodiscard]] bool is_training() const noexcept { return use_ == Use::training; }
  [[nodiscard]] std::size_t samples() const noexcept { return samples_; }
  [[nodiscard]] Value input() const noexcept { return {0}; }
  [[nodiscard]] const dnnl::memory::desc& desc(Value value) const { return values_[value.index].desc; }
  [[nodiscard]] Shape shape(Value value) const;

  /// Places of the next parameters and running statistics: layers take them in the order in which they list them.
  [[nodiscard]] std::size_t take_parameters(std::size_t count);
  [[nodiscard]] std::size_t take_running(std::size_t count);

  [[nodiscard]] Buffer buffer(std::size_t floats);
  [[nodiscard]] Buffer buffer(const dnnl::memory::desc& desc);
  [[nodiscard]] Buffer data(Value value) const { return values_[value.index].data; }
  /// A new activation.
  [[nodiscard]] Value value(const dnnl::memory::desc& desc);
  /// A new activation in the memory of another, which nothing reads from then on, in the backward pass neither.
  [[nodiscard]] Value value_instead_of(Value replaced);
  /// Whether the memory of `value` may be another's from now on: nothing but what makes it needs it.
  [[nodiscard]] bool is_free(Value value) const;
  /// A buffer into which a user of `value` writes its part of the gradient; none if nobody needs it.
  [[nodiscard]] std::optional<Buffer> gradient_part(Value value);
  /// As above, where the user has its part in `part` already, and still needs it for another.
  void share_gradient_part(Value value, Buffer part);

  void add(std::unique_ptr<Operation> operation, Value output);

  /// `value` in another layout: itself if it has that already.
  [[nodiscard]] Value reordered(Value value, const dnnl::memory::desc& desc);
  /// `value` by samples, channels, rows, without gaps.
  [[nodiscard]] Value plain(Value value);

  /// Ends the building. In training, the gradient of the loss in `output` is to be written between the passes.
  void finish(Value output);

  // --- Executing. ---

  /// Floats of scratch memory.
  [[nodiscard]] std::size_t scratch_size() const noexcept { return scratch_size_; }
  [[nodiscard]] Value output() const noexcept { return output_; }
  [[nodiscard]] Buffer output_gradient() const { return values_[output_.index].gradient_parts.front(); }
  void forward(Pass& pass) const;
  void backward(Pass& pass) const;

 private:
  friend struct Pass;

  struct ValueInfo {
    ValueInfo(dnnl::memory::desc layout, Buffer buffer) : desc(std::move(layout)), data(buffer) {}

    dnnl::memory::desc desc;
    Buffer data;
    std::vector<Buffer> gradient_parts;
    bool first_part_is_shared = false;
  };
  /// Steps of the forward pass come first, those of the backward pass after the last of them, in reverse.
  struct BufferInfo {
    std::size_t size;
    std::size_t first_step = static_cast<std::size_t>(-1);
    std::size_t last_step = 0;
    std::size_t offset = 0;
  };
  struct Step {
    std::unique_ptr<Operation> operation;
    Value output;
  };

  void touch(Buffer buffer, std::size_t step);
  void place_buffers();
  void add_up_gradient(const Pass& pass, const ValueInfo& value, std::size_t parts_taken) const;

  Use use_;
  std::size_t samples_;
  std::size_t parameters_ = 0;
  std::size_t running_ = 0;
  std::vector<ValueInfo> values_;
  std::vector<BufferInfo> buffers_;
  std::vector<Step> steps_;
  Value output_{0};
  std::size_t scratch_size_ = 0;
};

}  // namespace lowband
