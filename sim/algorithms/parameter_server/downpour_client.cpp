// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/downpour_client.hpp"

#include <algorithm>
#include <limits>

#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void DownpourClient::run(Worker& worker, Learner* learner, Reporter& reporter) {
  const PushAndFetch& settings = setting_.push_and_fetch;
  learner_ = learner;
  uplink_.emplace(setting_.uplink(learner->exchanged_layout()));
  moves_.emplace(*learner, setting_.clients);
  fetch_.emplace(uplink_->shards());
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  while (true) {
    take_steps(worker);
    adopt(worker, worker.now());
    if (iterations_ % settings.push_every() == 0) push(worker);
    if (iterations_ % settings.fetch_every() == 0 && !fetch_->is_under_way()) {
      fetch_->ask(worker);
      if (!settings.overlaps()) adopt(worker, std::numeric_limits<double>::infinity());
    }
    reporter.reached(worker, steps_, learner->model(), learner->buffers());
  }
}

void DownpourClient::take_steps(Worker& worker) {
  const std::uint64_t count = std::min(setting_.period.steps(steps_, iterations_++), learner_->settings().iterations);
  learner_->steps(worker, steps_ + 1, steps_ + 1, count);
  steps_ += count;
}

void DownpourClient::push(Worker& worker) try {
  if (moves_->statistics_flops() > 0.0) worker.compute(moves_->statistics_flops(), [&] { moves_->add_statistics(); });
  uplink_->tell(worker, tags::update, 0.0,
                [&](CoordinateRange range, std::span<float> part) { moves_->take(range, part); });
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

void DownpourClient::adopt(Worker& worker, double deadline) {
  const auto parts = fetch_->received(worker, deadline);
  if (!parts) return;
  worker.compute(moves_->statistics_flops(), [&] {
    moves_->add_statistics();
    fetch_->join(*parts, learner_->exchanged());
    moves_->restarted();
  });
  learner_->synchronised(worker);
}

}  // namespace lowband
