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

  /// `count` >= 1 local steps with nothing in between: the first with the `batch`-th batch of this worker, at the
  /// learning rate of `iteration`, and so on. Throws Diverged, with worker and iteration, if a loss is not finite.
  void steps(Worker& worker, std::uint64_t batch, std::uint64_t iteration, std::uint64_t count = 1);

  /// The mathematics of one such step, of which the caller is to spend step_flops(); returns the loss of the batch.
  /// Runs inside Worker::compute.
  double take_step(const Worker& worker, std::uint64_t batch, std::uint64_t iteration);
  [[nodiscard]] double step_flops() const noexcept { return step_flops_; }
  /// Those of them that make the tensors of exchanged(), from the first to the last.
  [[nodiscard]] std::vector<double> backward_flops() const {
    return local_.backward_flops(problem_.model(), problem_.backward_flops());
  }

  /// What of the optimiser's state is to be reset at a synchronisation is reset, by an empty computation.
  void synchronised(Worker& worker);

  /// Throws Diverged, with worker and iteration.
  [[noreturn]] void fail(std::uint64_t iteration, const std::string& reason) const;

 private:
  int rank_;
  const Problem& problem_;
  const TrainingSettings& settings_;
  LocalModel local_;
  double step_flops_;
};

}  // namespace lowband
