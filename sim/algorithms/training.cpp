#include "sim/algorithms/training.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

void train(Worker& worker, const Problem& problem, const Algorithm& algorithm, const SgdSettings& settings,
           std::uint64_t iterations, Observer& observer) {
  FloatBuffer model = problem.initial();
  Sgd sgd(settings);
  const auto synchroniser = algorithm.synchroniser(worker.rank(), model, problem.model().layout());
  const auto period = static_cast<std::uint64_t>(algorithm.local_steps());
  const double step_flops = problem.gradient_flops() + sgd.flops_per_parameter() * static_cast<double>(model.size());

  observer.report(worker, 0, model);
  for (std::uint64_t iteration = 1; iteration <= iterations; ++iteration) {
    double loss = 0.0;
    worker.compute(step_flops, [&] {
      FloatBuffer& gradient = ProblemScratch::of_this_thread().gradient;
      gradient.resize(model.size());
      const Stream batch = worker.random(Purpose::batches, static_cast<std::uint32_t>(iteration));
      loss = problem.gradient(worker.rank(), batch, model, gradient);
      sgd.step(model, gradient);
    });
    if (!std::isfinite(loss)) {
      throw Diverged(fmt::format("worker {} at iteration {}: the loss is {}", worker.rank(), iteration, loss));
    }
    if (iteration % period == 0 || iteration == iterations) {
      try {
        synchroniser->synchronise(worker, model);
      } catch (const Diverged& error) {
        throw Diverged(fmt::format("worker {} at iteration {}: {}", worker.rank(), iteration, error.what()));
      }
    }
    observer.passed(worker, iteration);
    if (observer.wants(iteration, iterations)) observer.report(worker, iteration, model);
  }
}

}  // namespace lowband
