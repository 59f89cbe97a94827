// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <utility>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/shards.hpp"

namespace lowband {

/// Client 0: all begin from the same model, and one of them tells the servers, which have none of their own, as in
/// MXNet's and ps-lite's key-value stores. 4 bytes a parameter, at once, and a second message to each server of the
/// running statistics, if they are exchanged. Then it does what the others do.
class FirstClient final : public Node {
 public:
  FirstClient(const Shards& shards, bool tells_buffers, std::unique_ptr<Node> program)
      : shards_(shards), tells_buffers_(tells_buffers), program_(std::move(program)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  /// Tells each server the part of its shard that is in `range` of the exchanged vector. `vector`, which is that range
  /// of it, is empty where nothing is learned.
  void tell(Worker& worker, CoordinateRange range, std::span<const float> vector) const;

  Shards shards_;
  bool tells_buffers_;
  std::unique_ptr<Node> program_;
};

/// What a server is told by it: its shard of the initial model, of parameters and of running statistics behind them.
class InitialShard {
 public:
  /// Waits for it. Throws std::logic_error unless it has `size` coordinates.
  InitialShard(Worker& worker, bool has_buffers, std::size_t size);

  /// How many of them are parameters.
  [[nodiscard]] std::size_t parameters() const noexcept { return parameters_.coordinates(); }
  /// Writes it; runs inside Worker::compute.
  void read(FloatBuffer& shard) const;

 private:
  Message parameters_;
  Message buffers_;
};

}  // namespace lowband
