// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/elastic_client.hpp"

#include <algorithm>

#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void ElasticClient::run(Worker& worker, Learner* learner, Reporter& reporter) {
  learner_ = learner;
  exchange_.emplace(setting_.exchange(learner->exchanged(), learner->exchanged_layout()));
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  while (goes_on(worker, reporter)) {
    if (!setting_.is_synchronous) {
      exchange_->ask(worker);
      exchange_->read(worker);
    }
    tell(worker);
    take_steps(worker);
    if (setting_.is_synchronous) exchange_->read(worker);
    reporter.reached(worker, steps_, learner->model(), learner->buffers());
  }
}

bool ElasticClient::goes_on(const Worker& worker, const Reporter& reporter) const {
  if (!setting_.is_synchronous) return true;
  return steps_ < learner_->settings().iterations && !reporter.has_stopped(worker.rank());
}

void ElasticClient::tell(Worker& worker) try {
  exchange_->tell(worker, setting_.is_synchronous ? tags::change : tags::update, *learner_);
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

void ElasticClient::take_steps(Worker& worker) {
  const std::uint64_t iterations = learner_->settings().iterations;
  const std::uint64_t most = setting_.is_synchronous ? iterations - steps_ : iterations;
  const std::uint64_t others = std::min(setting_.period.steps(steps_, periods_++), most) - 1;
  const auto take = [&](std::uint64_t count) {
    learner_->steps(worker, steps_ + 1, steps_ + 1, count);
    steps_ += count;
  };
  take(1);
  exchange_->move(worker, learner_->exchanged());
  if (others > 0) take(others);
}

}  // namespace lowband
