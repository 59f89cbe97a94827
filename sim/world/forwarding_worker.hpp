// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "sim/world/worker.hpp"

namespace lowband {

/// A worker that passes on to another one what is asked of it: a base for those that do one thing differently.
class ForwardingWorker : public Worker {
 public:
  explicit ForwardingWorker(Worker& worker) : worker_(worker) {}

  [[nodiscard]] int rank() const override { return worker_.rank(); }
  [[nodiscard]] int size() const override { return worker_.size(); }
  [[nodiscard]] double now() const override { return worker_.now(); }
  void compute(double flops, FunctionRef<void()> work) override { worker_.compute(flops, work); }
  void compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> outline) override {
    worker_.compute_messages(flops, work, outline);
  }
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    worker_.compute_steps(flops, count, work);
  }
  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                        FunctionRef<void(std::size_t)> after) override {
    worker_.compute_in_parts(flops, work, after);
  }
  void send(int to, Tag tag, Message message) override { worker_.send(to, tag, std::move(message)); }
  [[nodiscard]] Message receive(int from, Tag tag) override { return worker_.receive(from, tag); }
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override {
    return worker_.receive_until(from, tag, deadline);
  }
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override { return worker_.receive_any(tag); }
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override {
    return worker_.receive_any_until(tag, deadline);
  }
  void sleep_until(double time) override { worker_.sleep_until(time); }
  void run_beside(std::function<void(Worker&)> program) override { worker_.run_beside(std::move(program)); }
  void await(FunctionRef<bool()> holds) override { worker_.await(holds); }
  void notify() override { worker_.notify(); }
  [[nodiscard]] Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return worker_.random_of(rank, purpose, step, lane);
  }
  [[nodiscard]] double available_from(int rank) const override { return worker_.available_from(rank); }

 private:
  Worker& worker_;
};

}  // namespace lowband
