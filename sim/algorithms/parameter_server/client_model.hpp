// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>

#include "sim/algorithms/parameter_server/uplink.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What a client keeps for its servers: the model y that it goes on from, mostly the one that it last got. Where local
/// steps have led from y to x, each server is told of the difference in its shard, and answers with its part of the
/// model, or with a code of what that has become since:
///
///     to the server: C(w (x - y));   then y <- the server's model, or y <- y + C'(its change);   x <- y.
///
/// w is how often the client counts: once, unless clients count by their samples.
///
/// Only the way to the server is coded in FedPAQ (Reisizadeh et al., AISTATS 2020, arXiv:1909.13014).
///
/// Vectors are empty where nothing is learned.
class ClientModel {
 public:
  /// Both ways are for vectors with the same tensors; no `down`: servers send whole models.
  ClientModel(Uplink up, std::optional<ModelCodec> down, const FloatBuffer& initial)
      : up_(std::move(up)), down_(std::move(down)), start_(initial) {}

  /// y, as long as this lives.
  [[nodiscard]] const FloatBuffer& start() const noexcept { return start_; }
  /// Tells the servers what has changed from y to `model`, one shard after the other. Throws Diverged if that is not
  /// finite and cannot be encoded.
  void push(Worker& worker, Tag tag, const FloatBuffer& model);
  /// Waits for all servers, and goes on from what they have sent: y, and `model` with it.
  void pull(Worker& worker, FloatBuffer& model);
  /// y <- `model`, the client's own, of which the servers know what it has pushed.
  void go_on_from(Worker& worker, const FloatBuffer& model);

 private:
  void adopt(Worker& worker, const Message& served, CoordinateRange range, FloatBuffer& model);

  Uplink up_;
  std::optional<ModelCodec> down_;
  FloatBuffer start_;  ///< y
};

}  // namespace lowband
