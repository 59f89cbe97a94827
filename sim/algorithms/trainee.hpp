#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/outer/outer_step.hpp"
#include "sim/algorithms/problem.hpp"

namespace lowband {

/// One worker in training: its model, its side of the exchange, and an outer optimiser if there is one. Refers to all
/// that it is made of.
class Trainee {
 public:
  Trainee(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings);

  [[nodiscard]] std::span<const float> model() { return local_.model(); }
  [[nodiscard]] std::span<const float> buffers() { return local_.buffers(); }

  /// `count` >= 1 local steps with nothing in between: the first with the `batch`-th batch of this worker, at the
  /// learning rate of `iteration`, and so on. Throws Diverged, with worker and iteration, if a loss is not finite.
  void steps(std::uint64_t batch, std::uint64_t iteration, std::uint64_t count = 1);

  /// Steps, and the synchronisation after them; if the algorithm overlaps them, beginning during the last step.
  void steps_and_synchronise(std::uint64_t batch, std::uint64_t iteration, std::uint64_t count);

  /// Throws Diverged, with worker and iteration, if what is exchanged is not finite and cannot be encoded.
  void synchronise(std::uint64_t iteration);

 private:
  /// The mathematics of a step; returns the loss of the batch.
  double take_step(std::uint64_t batch, std::uint64_t iteration);
  /// Exchanges the vector by `synchronise`, and does with it what is to be done then.
  void exchange(std::uint64_t iteration, FunctionRef<void()> synchronise);
  [[noreturn]] void fail(std::uint64_t iteration, const std::string& reason) const;

  Worker& worker_;
  const Problem& problem_;
  const TrainingSettings& settings_;
  LocalModel local_;
  std::unique_ptr<Synchroniser> synchroniser_;
  double step_flops_;
  bool overlaps_;
  std::vector<double> backward_flops_;  ///< by tensor as exchanged; empty unless the algorithm overlaps
  std::optional<OuterStep> outer_;
};

}  // namespace lowband
