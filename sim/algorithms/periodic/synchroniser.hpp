// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "sim/base/float_buffer.hpp"
#include "sim/base/function_ref.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A local step: its operations, what they are for, and when the parts of the exchanged vector are ready.
struct LocalStep {
  double flops = 0.0;                      ///< all operations
  std::span<const double> backward_flops;  ///< those of them that make the tensors, from the last one to the first
  FunctionRef<void()> work;                ///< changes the vector
};

/// What a worker's local steps stay near: Learner::stay_near().
struct Anchor {
  const FloatBuffer& model;
  double rho = 0.0;
};

/// What one worker does at a synchronisation: its side of the exchange, and what it keeps from one to the next.
class Synchroniser {
 public:
  Synchroniser() = default;
  Synchroniser(const Synchroniser&) = delete;
  Synchroniser& operator=(const Synchroniser&) = delete;
  Synchroniser(Synchroniser&&) = delete;
  Synchroniser& operator=(Synchroniser&&) = delete;
  virtual ~Synchroniser() = default;

  /// Replaces `model`, as the local steps left it, by the model to go on from. The buffer itself may be given away as
  /// a message and replaced by another of the same size, so that sending a model copies nothing.
  virtual void synchronise(Worker& worker, FloatBuffer& model) = 0;

  /// Takes a local step that changes `model`, and synchronises what is ready of it while the step goes on; unless this
  /// knows how to, one after the other. In both cases the outcome is that of synchronise() after the step.
  virtual void synchronise_during(Worker& worker, FloatBuffer& model, const LocalStep& step) {
    worker.compute_steps(step.flops, 1, [&](std::size_t /*step*/) { step.work(); });
    synchronise(worker, model);
  }

  /// Training ends with what the last synchronise() has left; to be called after it. For those who may have been left
  /// something else than the model that was learned.
  virtual void finish(Worker& /*worker*/, FloatBuffer& /*model*/) {}

  /// All workers go on from `model` in place of what the last synchronise() left, bit for bit the same on each of them
  /// (outer optimisers). For those who tell differences to the last common model. Runs inside Worker::compute.
  virtual void restarted_from(std::span<const float> /*model*/) {}

  /// What the local steps before the synchronisations stay near, if anything: a vector of this object.
  [[nodiscard]] virtual std::optional<Anchor> anchor() const { return std::nullopt; }
};

}  // namespace lowband
