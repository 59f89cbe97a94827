// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/recording_worker.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace lowband {

void RecordingWorker::compute(double flops, FunctionRef<void()> work) {
  write({.kind = TraceOperation::Kind::compute, .flops = flops});
  ForwardingWorker::compute(flops, work);
}

void RecordingWorker::compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> outline) {
  write({.kind = TraceOperation::Kind::compute, .flops = flops});
  ForwardingWorker::compute_messages(flops, work, outline);
}

void RecordingWorker::compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) {
  for (std::size_t i = 0; i < count; ++i) write({.kind = TraceOperation::Kind::step, .flops = flops});
  ForwardingWorker::compute_steps(flops, count, work);
}

void RecordingWorker::compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                                       FunctionRef<void(std::size_t)> after) {
  for (const double part : flops) write({.kind = TraceOperation::Kind::part, .flops = part});
  write({.kind = TraceOperation::Kind::parts});
  ForwardingWorker::compute_in_parts(flops, work, [&](std::size_t part) {
    write({.kind = TraceOperation::Kind::after});
    after(part);
  });
  write({.kind = TraceOperation::Kind::over});
}

void RecordingWorker::send(int to, Tag tag, Message message) {
  write({.kind = TraceOperation::Kind::send,
         .peer = to,
         .tag = tag,
         .payload_bytes = message.payload_bytes(),
         .coordinates = message.coordinates()});
  ForwardingWorker::send(to, tag, std::move(message));
}

Message RecordingWorker::receive(int from, Tag tag) {
  write({.kind = TraceOperation::Kind::receive, .peer = from, .tag = tag});
  return ForwardingWorker::receive(from, tag);
}

double RecordingWorker::now() const { refuse("the time"); }

double RecordingWorker::available_from(int /*rank*/) const { refuse("which devices are in use"); }

std::optional<Message> RecordingWorker::receive_until(int /*from*/, Tag /*tag*/, double /*deadline*/) {
  refuse("what has come by a deadline");
}

std::pair<int, Message> RecordingWorker::receive_any(Tag /*tag*/) { refuse("what arrives first"); }

std::optional<std::pair<int, Message>> RecordingWorker::receive_any_until(Tag /*tag*/, double /*deadline*/) {
  refuse("what arrives first");
}

void RecordingWorker::sleep_until(double time) {
  write({.kind = TraceOperation::Kind::sleep, .time_s = time});
  ForwardingWorker::sleep_until(time);
}

void RecordingWorker::await(FunctionRef<bool()> /*holds*/) { refuse("what its other program has done"); }

void RecordingWorker::run_beside(std::function<void(Worker&)> program) {
  write({.kind = TraceOperation::Kind::beside});
  ForwardingWorker::run_beside([this_trace = &trace_, method = method_, program = std::move(program)](Worker& worker) {
    RecordingWorker recording(worker, *this_trace, method, {worker.rank(), true});
    program(recording);
    recording.returned();
  });
}

void RecordingWorker::refuse(const char* what) const {
  throw std::logic_error(
      fmt::format("\"{}\" asks for {}, which depends on the network: it has no trace, and is not timing-independent",
                  method_, what));
}

}  // namespace lowband
