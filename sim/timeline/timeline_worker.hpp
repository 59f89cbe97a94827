// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "sim/timeline/timeline_recorder.hpp"
#include "sim/world/forwarding_worker.hpp"

namespace lowband {

/// A worker that tells a TimelineRecorder what its program does and for how long, and passes it on. Of messages the
/// world tells.
class TimelineWorker final : public ForwardingWorker {
 public:
  TimelineWorker(Worker& worker, TimelineRecorder& recorder) : TimelineWorker(worker, recorder, {worker.rank()}) {}

  void compute(double flops, FunctionRef<void()> work) override;
  void compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> outline) override;
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override;
  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                        FunctionRef<void(std::size_t)> after) override;
  [[nodiscard]] Message receive(int from, Tag tag) override;
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override;
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override;
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override;
  void sleep_until(double time) override;
  void run_beside(std::function<void(Worker&)> program) override;
  void await(FunctionRef<bool()> holds) override;

 private:
  using Kind = Timeline::Box::Kind;

  TimelineWorker(Worker& worker, TimelineRecorder& recorder, ProgramId program)
      : ForwardingWorker(worker), recorder_(recorder), program_(program) {}

  void begin(Kind kind, std::uint32_t steps = 0, int from = -1) { recorder_.begin(program_, kind, now(), steps, from); }
  void end() { recorder_.end(program_, now()); }

  TimelineRecorder& recorder_;
  ProgramId program_;
};

}  // namespace lowband
