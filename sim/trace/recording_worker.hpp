#pragma once

#include "sim/trace/trace_writer.hpp"
#include "sim/world/forwarding_worker.hpp"

namespace lowband {

/// A worker that writes down what is asked of it, and passes it on. Only for algorithms whose operations do not depend
/// on time: receive_any throws std::logic_error.
class RecordingWorker final : public ForwardingWorker {
 public:
  RecordingWorker(Worker& worker, TraceWriter& trace) : ForwardingWorker(worker), trace_(trace) {}

  void compute(double flops, FunctionRef<void()> work) override;
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override;
  void compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                        FunctionRef<void(std::size_t)> after) override;
  void send(int to, Tag tag, Message message) override;
  [[nodiscard]] Message receive(int from, Tag tag) override;
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override;

 private:
  TraceWriter& trace_;
};

}  // namespace lowband
