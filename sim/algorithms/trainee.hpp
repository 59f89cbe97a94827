#pragma once

#include <memory>
#include <optional>

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

  /// A local step with the `batch`-th batch of this worker, at the learning rate of `iteration`. Throws Diverged if the
  /// loss is not finite.
  void step(std::uint64_t batch, std::uint64_t iteration);

  /// Throws Diverged, with worker and iteration, if what is exchanged is not finite and cannot be encoded.
  void synchronise(std::uint64_t iteration);

 private:
  Worker& worker_;
  const Problem& problem_;
  const TrainingSettings& settings_;
  LocalModel local_;
  std::unique_ptr<Synchroniser> synchroniser_;
  double step_flops_;
  std::optional<OuterStep> outer_;
};

}  // namespace lowband
