#include "sim/trace/recording_worker.hpp"

#include <stdexcept>
#include <utility>

namespace lowband {

void RecordingWorker::compute(double flops, FunctionRef<void()> work) {
  trace_.write(rank(), {.kind = Operation::Kind::compute, .flops = flops});
  ForwardingWorker::compute(flops, work);
}

void RecordingWorker::compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) {
  for (std::size_t i = 0; i < count; ++i) trace_.write(rank(), {.kind = Operation::Kind::compute, .flops = flops});
  ForwardingWorker::compute_steps(flops, count, work);
}

void RecordingWorker::compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                                       FunctionRef<void(std::size_t)> after) {
  for (const double part : flops) trace_.write(rank(), {.kind = Operation::Kind::part, .flops = part});
  trace_.write(rank(), {.kind = Operation::Kind::parts});
  ForwardingWorker::compute_in_parts(flops, work, [&](std::size_t part) {
    trace_.write(rank(), {.kind = Operation::Kind::after});
    after(part);
  });
  trace_.write(rank(), {.kind = Operation::Kind::over});
}

void RecordingWorker::send(int to, Tag tag, Message message) {
  trace_.write(rank(), {.kind = Operation::Kind::send,
                        .peer = to,
                        .tag = tag,
                        .payload_bytes = message.payload_bytes(),
                        .coordinates = message.coordinates()});
  ForwardingWorker::send(to, tag, std::move(message));
}

Message RecordingWorker::receive(int from, Tag tag) {
  trace_.write(rank(), {.kind = Operation::Kind::receive, .peer = from, .tag = tag});
  return ForwardingWorker::receive(from, tag);
}

std::pair<int, Message> RecordingWorker::receive_any(Tag /*tag*/) {
  throw std::logic_error("what arrives first depends on time: an algorithm that asks for it has no trace");
}

}  // namespace lowband
