// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/ad_psgd.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void AdPsgd::run(Worker& worker, Learner* learner, Reporter& reporter) {
  learner_ = learner;
  FloatBuffer& read = learner->exchanged();
  model_.emplace(read);
  average_ = setting_.average(read, learner->exchanged_layout());
  const bool is_alone = setting_.peers.empty();
  const double add_flops =
      is_alone ? 0.0 : SharedModel::progress_flops(setting_.weight) * static_cast<double>(learner->parameter_count());
  begin_beside(worker);
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  for (std::uint64_t periods = 0;; ++periods) {
    const std::uint64_t count = std::min(setting_.period.steps(steps_, periods), learner->settings().iterations);
    learner->steps(worker, steps_ + 1, steps_ + 1, count);
    steps_ += count;
    if (setting_.is_active && !setting_.overlaps && !is_alone) ask(worker);
    if (!is_alone) reporter.took(exchanges_ - std::exchange(exchanges_at_reading_, exchanges_));
    worker.compute(add_flops, [&] { model_->add_progress(read, setting_.weight); });
    reporter.reached(worker, steps_, learner->model(), learner->buffers());
  }
}

ClosedForm AdPsgd::closed_form(const Setting& setting, int rank, const Layout& exchanged) {
  if (setting.peers.empty()) return ClosedForm::none("a worker alone exchanges nothing");
  const auto average = setting.average({}, exchanged);
  const double add_flops = SharedModel::progress_flops(setting.weight) * static_cast<double>(size_of(exchanged));
  if (!setting.is_active || setting.overlaps) {
    return {
        .equation = "0",
        .phases = {{.pairs = {{rank, rank}}, .hops = 0, .sender_flops = add_flops}},
        .worker = rank,
        .condition = setting.is_active ? "alone; it exchanges beside its steps" : "alone; it answers beside its steps"};
  }
  const int peer = setting.peers.front();
  const MessageSize size(average->outline());
  return {.equation = "2 (l + S / B)",
          .phases = {{.pairs = {{rank, peer}},
                      .size = size,
                      .sender_flops = average->tell_flops(),
                      .receiver_flops = average->tell_flops() + average->take_flops()},
                     {.pairs = {{peer, rank}}, .size = size, .receiver_flops = average->take_flops() + add_flops}},
          .worker = rank,
          .condition = "alone, with its first neighbour"};
}

void AdPsgd::begin_beside(Worker& worker) {
  if (setting_.peers.empty()) return;
  if (!setting_.is_active) {
    worker.run_beside([this](Worker& beside) {
      while (true) answer(beside);
    });
  } else if (setting_.overlaps) {
    worker.run_beside([this](Worker& beside) {
      while (true) ask(beside);
    });
  }
}

void AdPsgd::ask(Worker& worker) try {
  Stream peers = worker.random(Purpose::peers, exchanges_);
  const int peer = setting_.peers[peers.below(static_cast<std::uint32_t>(setting_.peers.size()))];
  Message own;
  worker.compute_messages(
      average_->tell_flops(), [&] { own = average_->tell(peer, *model_, code_numbers(worker)); },
      [&] { own = average_->outline(); });
  worker.send(peer, tags::pairing, std::move(own));
  const Message theirs = worker.receive(peer, tags::answer);
  ++exchanges_;
  worker.compute(average_->take_flops(), [&] { average_->take(peer, theirs, *model_); });
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

/// It tells of its model as it was before it averages, all in one computation, so that nothing comes between.
void AdPsgd::answer(Worker& worker) try {
  const auto [peer, theirs] = worker.receive_any(tags::pairing);
  const Stream numbers = code_numbers(worker);
  ++exchanges_;
  Message own;
  worker.compute_messages(
      average_->tell_flops() + average_->take_flops(),
      [&, from = peer, &message = theirs] {
        own = average_->tell(from, *model_, numbers);
        average_->take(from, message, *model_);
      },
      [&] { own = average_->outline(); });
  worker.send(peer, tags::answer, std::move(own));
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

Stream AdPsgd::code_numbers(const Worker& worker) const { return worker.random(Purpose::quantization, exchanges_); }

}  // namespace lowband
