// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/worker_speeds.hpp"

#include "sim/algorithms/local_model.hpp"

namespace lowband {

namespace {

/// Operations of a local step: those of a gradient, and of the optimiser.
double step_flops(const Experiment& experiment, const Algorithm& algorithm) {
  const LocalModel local(experiment.model->parameter_count(), {}, {}, experiment.training_of(algorithm),
                         algorithm.optimizer_state(), algorithm.exchanges_buffers());
  return experiment.model->gradient_flops(static_cast<std::size_t>(experiment.training.batch_size)) +
         local.step_flops();
}

}  // namespace

WorkerSpeeds::WorkerSpeeds(const Experiment& experiment, const Algorithm& algorithm, const Scenario& scenario,
                           std::uint64_t seed, const PlatformReport& report) {
  const ComputeSettings compute = experiment.compute_in(scenario, seed);
  const double flops = step_flops(experiment, algorithm);
  for (std::size_t rank = 0; rank < report.hosts.size(); ++rank) {
    const auto& [host, speed] = report.hosts[rank];
    const bool is_worker = rank < static_cast<std::size_t>(experiment.workers);
    const double slowdown = is_worker ? compute.slowdown_of(rank, host) : 1.0;
    seconds_per_flop.push_back(slowdown / speed);
    if (is_worker) step_s.push_back(compute.step_time_s ? *compute.step_time_s * slowdown : flops * slowdown / speed);
  }
}

}  // namespace lowband
