// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periodic_node.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "sim/algorithms/periodic/sum_over_workers.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

/// A worker's model in training, its side of the exchange, and an outer optimiser if there is one.
class PeriodicNode::Training {
 public:
  Training(const PeriodicMethod& method, Worker& worker, Learner& learner, Reporter& reporter)
      : algorithm_(method.algorithm()),
        workers_(method.workers()),
        worker_(worker),
        learner_(learner),
        reporter_(reporter),
        synchroniser_(method.synchroniser(worker.rank(), learner.exchanged(), learner.exchanged_layout())) {
    if (const auto anchor = synchroniser_->anchor()) learner.stay_near(anchor->model, anchor->rho);
    if (algorithm_.overlaps()) backward_flops_ = learner.backward_flops();
    const OuterOptimizer* outer = algorithm_.outer();
    if (outer == nullptr || outer->takes_average()) return;
    const auto model = learner.model();
    outer_.emplace(*outer, FloatBuffer(model.begin(), model.end()));
  }

  void tell(std::uint64_t iteration) { reporter_.reached(worker_, iteration, learner_.model(), learner_.buffers()); }

  /// Periods of so many steps, the same on all workers.
  void by_steps(const Period& period) {
    std::uint64_t synchronisations = 0;
    std::uint64_t iteration = 0;
    while (goes_on(iteration)) {
      const std::uint64_t before = iteration;
      iteration = period.end(before, synchronisations++, iterations());
      steps_and_synchronise(before + 1, iteration - before);
      tell(iteration);
    }
  }

  /// Periods of so many seconds, in which faster workers take more steps. The iteration is the mean of the workers'
  /// steps; before each synchronisation they tell each other how many they have taken, so that all of them see the same
  /// end, learning rate and evaluations. In a period nobody takes more steps than are left, so that the mean never
  /// passes the end; a period's mean is a step at least, so that it is reached.
  void by_time(double seconds) {
    std::uint64_t batch = 0;
    std::uint64_t iteration = 0;
    while (goes_on(iteration)) {
      const double end = worker_.now() + seconds;
      batch += learner_.steps_until(end, worker_, batch + 1, iteration + 1, iterations() - iteration);
      const std::uint64_t steps = sum_over_workers(worker_, workers_, tags::progress, batch);
      iteration = steps / static_cast<std::uint64_t>(workers_);
      synchronise(iteration);
      tell(iteration);
    }
  }

 private:
  [[nodiscard]] std::uint64_t iterations() const { return learner_.settings().iterations; }

  [[nodiscard]] bool goes_on(std::uint64_t iteration) const {
    return iteration < iterations() && !reporter_.has_stopped(worker_.rank());
  }

  /// `count` steps from `iteration` on, and the synchronisation after them; if the algorithm overlaps them, beginning
  /// during the last step.
  void steps_and_synchronise(std::uint64_t iteration, std::uint64_t count) {
    const std::uint64_t others = count - 1;
    const std::uint64_t last = iteration + others;
    if (!algorithm_.overlaps()) {
      learner_.steps(worker_, iteration, iteration, count);
      return synchronise(last);
    }
    if (others > 0) learner_.steps(worker_, iteration, iteration, others);
    const auto work = [&] {
      const double loss = learner_.take_step(worker_, last, last);
      if (!std::isfinite(loss)) throw Diverged(fmt::format("the loss is {}", loss));
    };
    exchange(last, [&] {
      synchroniser_->synchronise_during(worker_, learner_.exchanged(), {learner_.step_flops(), backward_flops_, work});
    });
  }

  void synchronise(std::uint64_t iteration) {
    exchange(iteration, [&] { synchroniser_->synchronise(worker_, learner_.exchanged()); });
  }

  /// Exchanges the vector, and does with it what is to be done then. Throws Diverged, with worker and iteration, if it
  /// is not finite and cannot be encoded.
  void exchange(std::uint64_t iteration, FunctionRef<void()> synchronise) {
    try {
      synchronise();
      if (iteration == iterations()) synchroniser_->finish(worker_, learner_.exchanged());
    } catch (const Diverged& error) {
      learner_.fail(iteration, error.what());
    }
    if (outer_) {
      worker_.compute(outer_->flops(learner_.parameter_count()), [&] {
        auto& exchanged = learner_.exchanged();
        outer_->take(std::span<float>(exchanged).first(learner_.model().size()),
                     learner_.settings().learning_rate_of(iteration));
        synchroniser_->restarted_from(exchanged);
      });
    }
    learner_.synchronised(worker_);
  }

  const PeriodicAlgorithm& algorithm_;
  int workers_;
  Worker& worker_;
  Learner& learner_;
  Reporter& reporter_;
  std::unique_ptr<Synchroniser> synchroniser_;
  std::vector<double> backward_flops_;  ///< by tensor as exchanged; empty unless the algorithm overlaps
  std::optional<OuterStep> outer_;
};

void PeriodicNode::run(Worker& worker, Learner* learner, Reporter& reporter) {
  Training training(method_, worker, *learner, reporter);
  training.tell(0);
  const Period& period = method_.algorithm().period();
  if (const auto seconds = period.seconds()) {
    training.by_time(*seconds);
  } else {
    training.by_steps(period);
  }
}

}  // namespace lowband
