// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/message_size.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A node that goes through its part of an exchange alone, to tell what it computes and sends: no time passes, nothing
/// is computed, messages have sizes alone, and what it receives is empty. For programs that look at what they receive
/// inside compute() only; what has to do with time throws std::logic_error.
class Rehearsal final : public Worker {
 public:
  struct Sent {
    int to = 0;
    MessageSize size{};
  };

  /// As the node `rank` of so many.
  Rehearsal(int rank, int nodes) : rank_(rank), nodes_(nodes) {}

  /// The operations that it has computed so far, and those of them until the last message left.
  [[nodiscard]] double flops() const noexcept { return flops_; }
  [[nodiscard]] double flops_until_sent() const noexcept { return flops_until_sent_; }
  [[nodiscard]] const std::vector<Sent>& sent() const noexcept { return sent_; }

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return nodes_; }
  [[nodiscard]] double now() const override;
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
  void run_beside(std::function<void(Worker&)> program) override;
  void await(FunctionRef<bool()> holds) override;
  void notify() override;
  [[nodiscard]] double available_from(int rank) const override;
  [[nodiscard]] Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const override;

 private:
  int rank_;
  int nodes_;
  double flops_ = 0.0;
  double flops_until_sent_ = 0.0;
  std::vector<Sent> sent_;
};

}  // namespace lowband
