// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/problem.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A worker's model, its share of the data, and its optimiser. Refers to all that it is made of.
class Learner {
 public:
  /// At `rank`, from the initial model. `rule` and `exchanges_buffers` say what of it is exchanged beside the
  /// parameters.
  Learner(int rank, const Problem& problem, const TrainingSettings& settings, StateAtSynchronisation rule,
          bool exchanges_buffers);

  /// Empty where nothing is learned, as are the buffers and what is exchanged: then parameter_count() and
  /// exchanged_layout() tell how long they would be.
  [[nodiscard]] std::span<const float> model() { return local_.model(); }
  [[nodiscard]] std::size_t parameter_count() const { return problem_.parameter_count(); }
  [[nodiscard]] std::span<const float> buffers() { return local_.buffers(); }
  /// The vector that is exchanged, and its tensors.
  [[nodiscard]] FloatBuffer& exchanged() noexcept { return local_.exchanged(); }
  [[nodiscard]] Layout exchanged_layout() const { return local_.exchanged_layout(problem_.model()); }
  [[nodiscard]] const TrainingSettings& settings() const noexcept { return settings_; }

  /// From now on local steps add to `moved`, which begins like model(), what they add to the model (LocalModel), at 2
  /// operations per parameter. Throws std::logic_error unless the optimiser leaves_direction(). To be called before
  /// the first step; `moved` outlives the steps, which move it inside Worker::compute.
  void add_moves_to(FloatBuffer& moved) { local_.add_moves_to(moved); }
  /// From now on local steps are drawn to `anchor`, which begins like model(), by rho (x - anchor) in their gradients,
  /// at 3 operations per parameter. Losses are told without rho/2 ||x - anchor||^2. To be called before the first step;
  /// `anchor` outlives the steps, which read it inside Worker::compute.
  void stay_near(const FloatBuffer& anchor, double rho) { local_.stay_near(anchor, rho); }

  /// `count` >= 1 local steps with nothing in between: the first with the `batch`-th batch of this worker, at the
  /// learning rate of `iteration`, and so on. Throws Diverged, with worker and iteration, if a loss is not finite.
  void steps(Worker& worker, std::uint64_t batch, std::uint64_t iteration, std::uint64_t count = 1);
  /// The same, one by one until simulated time `end_s` is over: at least one, and no more than `most` >= 1. Returns how
  /// many.
  [[nodiscard]] std::uint64_t steps_until(double end_s, Worker& worker, std::uint64_t batch, std::uint64_t iteration,
                                          std::uint64_t most);

  /// The mathematics of one such step, of which the caller is to spend step_flops(); returns the loss of the batch.
  /// Runs inside Worker::compute.
  double take_step(const Worker& worker, std::uint64_t batch, std::uint64_t iteration);
  [[nodiscard]] double step_flops() const { return gradient_flops_ + local_.step_flops(); }
  /// Those of them that make the tensors of exchanged(), from the first to the last.
  [[nodiscard]] std::vector<double> backward_flops() const {
    return local_.backward_flops(problem_.model(), problem_.backward_flops());
  }

  /// point <- the point that Nesterov's momentum looks ahead from to model(), or model() itself where nothing looks
  /// ahead. What an algorithm adds to that point it adds to the model, too. Runs inside Worker::compute, for which the
  /// caller is to spend look_ahead_flops().
  void without_look_ahead(std::span<float> point) { local_.without_look_ahead(point); }
  [[nodiscard]] double look_ahead_flops() const { return local_.look_ahead_flops(); }

  /// What of the optimiser's state is to be reset at a synchronisation is reset, by an empty computation.
  void synchronised(Worker& worker);

  /// Throws Diverged, with worker and iteration.
  [[noreturn]] void fail(std::uint64_t iteration, const std::string& reason) const;

 private:
  int rank_;
  const Problem& problem_;
  const TrainingSettings& settings_;
  LocalModel local_;
  double gradient_flops_;
};

}  // namespace lowband
