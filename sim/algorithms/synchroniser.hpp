#pragma once

#include <span>

#include "sim/base/float_buffer.hpp"
#include "sim/engine/worker.hpp"

namespace lowband {

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

  /// All workers go on from `model` in place of what the last synchronise() left, bit for bit the same on each of them
  /// (outer optimisers). For those who tell differences to the last common model. Runs inside Worker::compute.
  virtual void restarted_from(std::span<const float> /*model*/) {}
};

}  // namespace lowband
