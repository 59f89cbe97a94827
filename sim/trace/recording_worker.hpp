// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "sim/trace/trace_writer.hpp"
#include "sim/world/forwarding_worker.hpp"

namespace lowband {

/// A worker that writes down what is asked of it, and passes it on. Only for methods whose operations do not depend on
/// time: what tells of it, or of what comes first, throws std::logic_error, which names the method.
class RecordingWorker final : public ForwardingWorker {
 public:
  /// `method` is what people know it by.
  RecordingWorker(Worker& worker, TraceWriter& trace, std::string method)
      : RecordingWorker(worker, trace, std::move(method), {worker.rank()}) {}

  /// To be called when the program has returned.
  void returned() { write({.kind = TraceOperation::Kind::returned}); }

  [[nodiscard]] double now() const override;
  [[nodiscard]] double available_from(int rank) const override;

  void compute(double flops, FunctionRef<void()> work) override;
  void compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> outline) override;
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override;
  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                        FunctionRef<void(std::size_t)> after) override;
  void send(int to, Tag tag, Message message) override;
  [[nodiscard]] Message receive(int from, Tag tag) override;
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override;
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override;
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override;
  void sleep_until(double time) override;
  void await(FunctionRef<bool()> holds) override;
  void run_beside(std::function<void(Worker&)> program) override;

 private:
  RecordingWorker(Worker& worker, TraceWriter& trace, std::string method, ProgramId program)
      : ForwardingWorker(worker), trace_(trace), method_(std::move(method)), program_(program) {}

  void write(const TraceOperation& operation) { trace_.write(program_, operation); }
  [[noreturn]] void refuse(const char* what) const;

  TraceWriter& trace_;
  std::string method_;
  ProgramId program_;
};

}  // namespace lowband
