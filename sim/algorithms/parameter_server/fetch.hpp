// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/algorithms/parameter_server/shards.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A client's way to the model of its servers, which it need not wait for. It asks each of them, by a message without
/// content to the inbox that takes its moves, too, and they answer with their shards, which may come one by one.
class Fetch {
 public:
  /// The shards of a model, by message.
  using Parts = std::vector<Message>;

  explicit Fetch(const Shards& shards) : shards_(shards), come_(static_cast<std::size_t>(shards.count())) {}

  /// Asks, if nothing is under way.
  void ask(Worker& worker);
  [[nodiscard]] bool is_under_way() const noexcept { return is_under_way_; }
  /// What is under way, if all of it has come by `deadline`: then nothing is any more.
  [[nodiscard]] std::optional<Parts> received(Worker& worker, double deadline);
  /// Writes the model of these parts. Runs inside Worker::compute.
  void join(const Parts& parts, std::span<float> model) const;

 private:
  Shards shards_;
  std::vector<std::optional<Message>> come_;  ///< by shard
  bool is_under_way_ = false;
};

}  // namespace lowband
