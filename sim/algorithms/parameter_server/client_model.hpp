#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/float_buffer.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What a client keeps for its server: the model y that it last got. Where local steps have led from y to x, the server
/// is told of the difference, and answers with a model, or with a code of what its model has become since:
///
///     to the server: C(x - y);   then y <- the server's model, or y <- y + C'(its change);   x <- y.
///
/// Only the way to the server is coded in FedPAQ (Reisizadeh et al., AISTATS 2020, arXiv:1909.13014). With error
/// feedback the client remembers what C left out (Qsparse-local-SGD: Basu et al., NeurIPS 2019, arXiv:1906.02367).
///
/// Vectors are empty where nothing is learned.
class ClientModel {
 public:
  /// Codecs of both ways, for vectors with the same tensors; no `down`: the server sends whole models.
  ClientModel(ModelCodec up, std::optional<ModelCodec> down, const FloatBuffer& initial)
      : up_(std::move(up)), down_(std::move(down)), start_(initial) {}

  /// The code of what has changed from y to `model`. Throws Diverged if that is not finite and cannot be encoded.
  [[nodiscard]] Message change(Worker& worker, const FloatBuffer& model);
  /// Goes on from what the server has sent: y, and `model` with it.
  void adopt(Worker& worker, const Message& served, FloatBuffer& model);

 private:
  ModelCodec up_;
  std::optional<ModelCodec> down_;
  FloatBuffer start_;  ///< y
  Recycled<Code> codes_;
  std::uint32_t changes_ = 0;  ///< so many have been told
};

}  // namespace lowband
