// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/async_push_sum.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void AsyncPushSum::run(Worker& worker, Learner* learner, Reporter& reporter) {
  FloatBuffer& model = learner->exchanged();
  size_ = learner->parameter_count();
  sum_.emplace(size_, model);
  const bool is_alone = setting_.receivers.empty();
  if (!is_alone) {
    worker.run_beside([this](Worker& beside) {
      while (true) take_what_comes(beside);
    });
  }
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  std::uint64_t steps = 0;
  for (std::uint64_t periods = 0;; ++periods) {
    const std::uint64_t count = std::min(setting_.period.steps(steps, periods), learner->settings().iterations);
    learner->steps(worker, steps + 1, steps + 1, count);
    steps += count;
    if (!is_alone) push(worker, model, reporter);  // who is alone goes on from where its steps have led it, to the bit
    reporter.reached(worker, steps, learner->model(), learner->buffers());
  }
}

ClosedForm AsyncPushSum::closed_form(const Setting& setting, int rank, const Layout& exchanged) {
  if (setting.receivers.empty()) return ClosedForm::none("a worker alone exchanges nothing");
  const std::size_t size = size_of(exchanged);
  return {.equation = "0",
          .phases = {{.pairs = {{rank, setting.receivers.front()}},
                      .size = MessageSize(PushSum(size, {}).outline()),
                      .hops = 0,
                      .sender_flops = push_flops(setting, size)}},
          .worker = rank,
          .condition = "alone; it takes what comes beside its steps"};
}

/// 2 to add the progress, 3 if it does not count once, 2 to halve, 1 to divide.
double AsyncPushSum::push_flops(const Setting& setting, std::size_t size) {
  return (setting.weight == 1.0 ? 5.0 : 6.0) * static_cast<double>(size);
}

void AsyncPushSum::push(Worker& worker, FloatBuffer& model, Reporter& reporter) {
  Stream random = worker.random(Purpose::peers, pushes_++);
  const int receiver = setting_.receivers[random.below(static_cast<std::uint32_t>(setting_.receivers.size()))];
  reporter.took(taken_ - std::exchange(taken_at_reading_, taken_));
  Message half;
  worker.compute_messages(
      push_flops(setting_, size_),
      [&] {
        sum_->add_progress(model, setting_.weight);
        half = sum_->push();
        sum_->read(model);
      },
      [&] { half = sum_->outline(); });
  worker.send(receiver, tags::push, std::move(half));
}

void AsyncPushSum::take_what_comes(Worker& worker) {
  const Message pushed = worker.receive_any(tags::push).second;
  ++taken_;
  worker.compute(static_cast<double>(size_), [&] { sum_->take(pushed); });
}

}  // namespace lowband
