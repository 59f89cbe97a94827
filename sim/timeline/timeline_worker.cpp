// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_worker.hpp"

namespace lowband {

// What throws leaves its box open: the run is over then, and with it the box.

void TimelineWorker::compute(double flops, FunctionRef<void()> work) {
  begin(Kind::compute);
  ForwardingWorker::compute(flops, work);
  end();
}

void TimelineWorker::compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> outline) {
  begin(Kind::compute);
  ForwardingWorker::compute_messages(flops, work, outline);
  end();
}

void TimelineWorker::compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) {
  begin(Kind::step, static_cast<std::uint32_t>(count));
  ForwardingWorker::compute_steps(flops, count, work);
  end();
}

void TimelineWorker::compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                                      FunctionRef<void(std::size_t)> after) {
  begin(Kind::step, 1);
  ForwardingWorker::compute_in_parts(flops, work, [&](std::size_t part) {
    if (part + 1 == flops.size()) end();
    after(part);
  });
}

Message TimelineWorker::receive(int from, Tag tag) {
  begin(Kind::wait, 0, from);
  Message message = ForwardingWorker::receive(from, tag);
  end();
  return message;
}

std::optional<Message> TimelineWorker::receive_until(int from, Tag tag, double deadline) {
  begin(Kind::wait, 0, from);
  auto message = ForwardingWorker::receive_until(from, tag, deadline);
  end();
  return message;
}

std::pair<int, Message> TimelineWorker::receive_any(Tag tag) {
  begin(Kind::wait);
  auto received = ForwardingWorker::receive_any(tag);
  end();
  return received;
}

std::optional<std::pair<int, Message>> TimelineWorker::receive_any_until(Tag tag, double deadline) {
  begin(Kind::wait);
  auto received = ForwardingWorker::receive_any_until(tag, deadline);
  end();
  return received;
}

void TimelineWorker::sleep_until(double time) {
  begin(Kind::sleep);
  ForwardingWorker::sleep_until(time);
  end();
}

void TimelineWorker::run_beside(std::function<void(Worker&)> program) {
  ForwardingWorker::run_beside([this_recorder = &recorder_, program = std::move(program)](Worker& worker) {
    TimelineWorker beside(worker, *this_recorder, {worker.rank(), true});
    program(beside);
  });
}

void TimelineWorker::await(FunctionRef<bool()> holds) {
  begin(Kind::attend);
  ForwardingWorker::await(holds);
  end();
}

}  // namespace lowband
