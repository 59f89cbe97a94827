// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/client.hpp"

#include <algorithm>

#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void Client::run(Worker& worker, Learner* learner, Reporter& reporter) {
  learner_ = learner;
  model_.emplace(setting_.model(learner->exchanged(), learner->exchanged_layout()));
  if (setting_.rho > 0.0) learner->stay_near(model_->start(), setting_.rho);
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  while (true) {
    take_turn(worker);
    reporter.reached(worker, steps_, learner->model(), learner->buffers());
  }
}

void Client::take_steps(Worker& worker) {
  const std::uint64_t most = learner_->settings().iterations;
  if (const auto seconds = setting_.period.seconds()) {
    steps_ += learner_->steps_until(worker.now() + *seconds, worker, steps_ + 1, steps_ + 1, most);
    return;
  }
  const std::uint64_t count = std::min(setting_.period.steps(steps_, periods_++), most);
  learner_->steps(worker, steps_ + 1, steps_ + 1, count);
  steps_ += count;
}

void Client::push(Worker& worker, Tag tag) try {
  model_->push(worker, tag, learner_->exchanged());
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

void Client::pull(Worker& worker) {
  model_->pull(worker, learner_->exchanged());
  learner_->synchronised(worker);
}

void AnsweredClient::take_turn(Worker& worker) {
  take_steps(worker);
  push(worker, tag_);
  pull(worker);
}

void SampledClient::take_turn(Worker& worker) {
  pull(worker);
  take_steps(worker);
  push(worker, tags::change);
  for (const int server : servers_) static_cast<void>(worker.receive(server, tags::receipt));
}

}  // namespace lowband
