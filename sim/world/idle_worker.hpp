// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "sim/world/forwarding_worker.hpp"

namespace lowband {

/// A worker that computes nothing: simulated time passes as if it did, and messages have their sizes and no content.
/// For methods whose sizes and operations are told by layouts, while their vectors are empty.
class IdleWorker final : public ForwardingWorker {
 public:
  using ForwardingWorker::ForwardingWorker;

  void compute(double flops, FunctionRef<void()> /*work*/) override {
    ForwardingWorker::compute(flops, [] {});
  }
  void compute_messages(double flops, FunctionRef<void()> /*work*/, FunctionRef<void()> outline) override {
    ForwardingWorker::compute(flops, outline);
  }
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> /*work*/) override {
    ForwardingWorker::compute_steps(flops, count, [](std::size_t /*step*/) {});
  }
  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> /*work*/,
                        FunctionRef<void(std::size_t)> after) override {
    ForwardingWorker::compute_in_parts(
        flops, [](PartIsReady /*ready*/) {}, after);
  }
  void run_beside(std::function<void(Worker&)> program) override {
    ForwardingWorker::run_beside([program = std::move(program)](Worker& worker) {
      IdleWorker idle(worker);
      program(idle);
    });
  }
};

}  // namespace lowband
