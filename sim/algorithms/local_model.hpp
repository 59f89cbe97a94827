// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/model.hpp"
#include "sim/algorithms/training_settings.hpp"
#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// What becomes of an optimiser's state at a synchronisation.
enum class StateAtSynchronisation : std::uint8_t {
  kept,      ///< it stays with the worker, as it is
  averaged,  ///< it is exchanged as the model is (PR-SGD with momentum: Yu, Jin & Yang, ICML 2019, arXiv:1905.03817)
  reset,     ///< zero again
};

/// The tensors of the vector that is exchanged: those of the model, then those of its buffers, if they are exchanged,
/// which stay in full precision, and then those of the model again for each vector of an averaged state.
[[nodiscard]] Layout exchanged_layout(const Model& model, bool exchanges_buffers, std::size_t averaged_vectors);

/// The model x of one worker, its buffers b, and the state u of its optimiser. What is exchanged of them makes one
/// vector, [x; b; u] or without b or u, so that collectives need not know of them; the others stay aside. The
/// optimiser moves x and u, gradients move b, and synchronisations all that is exchanged. Buffers are exchanged in full
/// precision: variances and weights differ by orders of magnitude, too much for the scale of one code.
class LocalModel {
 public:
  /// Of so many `parameters`; `initial` and `initial_buffers` are empty where nothing is learned.
  LocalModel(std::size_t parameters, const FloatBuffer& initial, const FloatBuffer& initial_buffers,
             const TrainingSettings& settings, StateAtSynchronisation rule, bool exchanges_buffers);

  [[nodiscard]] std::span<float> model() { return std::span<float>(exchanged_).first(size_); }
  [[nodiscard]] std::span<float> buffers() {
    return buffers_.of(std::span<float>(exchanges_buffers_ ? exchanged_ : kept_));
  }
  /// What a Synchroniser exchanges: the model, then its buffers, if they are to be, and an averaged state.
  [[nodiscard]] FloatBuffer& exchanged() noexcept { return exchanged_; }
  /// The tensors of exchanged().
  [[nodiscard]] Layout exchanged_layout(const Model& model) const;
  /// The operations of the backward pass and of the local step after it, by tensor of exchanged(), where `backward` are
  /// those of the backward pass by tensor of the model. Buffers are ready after the forward pass, and a model whose
  /// state is exchanged behind it is ready with that.
  [[nodiscard]] std::vector<double> backward_flops(const Model& model, const std::vector<double>& backward) const;

  /// From now on steps add to `moved` what they add to the model, moved <- moved - r d, with the learning rate r and
  /// the direction d that the optimiser goes along: of its gradients, momentum and weight decay. A difference of models
  /// would have lost what float32 rounds away beside the weights. Throws std::logic_error unless the optimiser
  /// leaves_direction(). `moved` begins with as many numbers as the model has, and outlives this.
  void add_moves_to(FloatBuffer& moved);
  /// From now on steps have rho (x - anchor) in their gradients, as of rho/2 ||x - anchor||^2 in the objective
  /// (FedProx: Li et al., MLSys 2020, arXiv:1812.06127), with rho > 0. `anchor` begins with as many numbers as the
  /// model has, and outlives this.
  void stay_near(const FloatBuffer& anchor, double rho);

  /// The local step that makes `iteration`, with a gradient that is used up. Runs inside Worker::compute.
  void step(std::span<float> gradient, std::uint64_t iteration);
  [[nodiscard]] double step_flops() const;

  /// point <- the point that Nesterov's momentum looks ahead from to the model (Optimizer). Runs inside
  /// Worker::compute.
  void without_look_ahead(std::span<float> point);
  [[nodiscard]] double look_ahead_flops() const;

  /// To be called after a synchronisation. Runs inside Worker::compute.
  void synchronised();
  [[nodiscard]] bool is_reset_by_synchronisation() const;

 private:
  [[nodiscard]] bool exchanges_state() const noexcept { return rule_ == StateAtSynchronisation::averaged; }
  [[nodiscard]] std::size_t state_vectors() const { return settings_.optimizer->state_vectors(); }
  [[nodiscard]] std::span<float> state() { return state_.of(std::span<float>(exchanges_state() ? exchanged_ : kept_)); }

  const TrainingSettings& settings_;
  StateAtSynchronisation rule_;
  bool exchanges_buffers_;
  std::size_t parameters_;
  std::size_t size_;  ///< of the model: parameters_, or 0
  FloatBuffer exchanged_;
  FloatBuffer kept_;
  CoordinateRange buffers_;  ///< in exchanged_ or kept_
  CoordinateRange state_;    ///< likewise
  std::uint64_t steps_ = 0;  ///< since the state was zero
  double last_rate_ = 0.0;   ///< learning rate of the last step
  FloatBuffer* moved_ = nullptr;
  const FloatBuffer* anchor_ = nullptr;
  double rho_ = 0.0;
};

}  // namespace lowband
