#pragma once

#include "sim/engine/worker.hpp"
#include "sim/trace/trace_writer.hpp"

namespace lowband {

/// A worker that writes down what is asked of it, and passes it on. Only for algorithms whose operations do not depend
/// on time: receive_any throws std::logic_error.
class RecordingWorker final : public Worker {
 public:
  RecordingWorker(Worker& worker, TraceWriter& trace) : worker_(worker), trace_(trace) {}

  [[nodiscard]] int rank() const override { return worker_.rank(); }
  [[nodiscard]] int size() const override { return worker_.size(); }
  [[nodiscard]] double now() const override { return worker_.now(); }
  void compute(double flops, FunctionRef<void()> work) override;
  void compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                        FunctionRef<void(std::size_t)> after) override;
  void send(int to, Tag tag, Message message) override;
  [[nodiscard]] Message receive(int from, Tag tag) override;
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override;
  [[nodiscard]] Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return worker_.random(purpose, step, lane);
  }

 private:
  Worker& worker_;
  TraceWriter& trace_;
};

}  // namespace lowband
