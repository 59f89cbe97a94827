// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "sim/world/compute_scope.hpp"
#include "sim/world/forwarding_worker.hpp"

namespace lowband::test {

/// Receives bytes and nothing else, as from another process.
class RemoteWorker final : public ForwardingWorker {
 public:
  using ForwardingWorker::ForwardingWorker;
  [[nodiscard]] Message receive(int from, Tag tag) override { return copy(ForwardingWorker::receive(from, tag)); }
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override {
    auto received = ForwardingWorker::receive_until(from, tag, deadline);
    if (received) received = copy(*received);
    return received;
  }
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    auto [from, message] = ForwardingWorker::receive_any(tag);
    return {from, copy(message)};
  }
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override {
    auto received = ForwardingWorker::receive_any_until(tag, deadline);
    if (received) received->second = copy(received->second);
    return received;
  }
  void run_beside(std::function<void(Worker&)> program) override {
    ForwardingWorker::run_beside([program = std::move(program)](Worker& worker) {
      RemoteWorker remote(worker);
      program(remote);
    });
  }

 private:
  static Message copy(const Message& message) {
    const ComputeScope scope;
    return {std::make_shared<const Message::Bytes>(message.bytes()), message.coordinates()};
  }
};

}  // namespace lowband::test
