// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "sim/algorithms/parameter_server/shards.hpp"
#include "sim/base/function_ref.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A client's way to its servers: codes C(w v) of vectors like the one that is exchanged, a message to the server of
/// each shard; w is how often the client counts. With error feedback the client remembers what C left out
/// (Qsparse-local-SGD: Basu et al., NeurIPS 2019, arXiv:1906.02367).
class Uplink {
 public:
  /// Writes v on these coordinates.
  using Write = FunctionRef<void(CoordinateRange, std::span<float>)>;
  /// Reads C(w v) on these coordinates, as the server makes it of the code.
  using Read = FunctionRef<void(CoordinateRange, std::span<const float>)>;

  /// `weight` is w.
  Uplink(ModelCodec codec, const Shards& shards, float weight)
      : codec_(std::move(codec)), shards_(shards), weight_(weight) {}

  [[nodiscard]] const Shards& shards() const noexcept { return shards_; }
  [[nodiscard]] float weight() const noexcept { return weight_; }
  /// The coordinates of v.
  [[nodiscard]] std::size_t size() const noexcept { return codec_.size(); }

  /// Tells the servers C(w v), one shard after the other. `write` runs inside Worker::compute, and takes `flops`
  /// operations for a coordinate. Throws Diverged if v is not finite and cannot be encoded.
  void tell(Worker& worker, Tag tag, double flops, Write write) { tell(worker, tag, flops, write, nullptr); }
  /// The same, and decodes what it tells. `read` runs inside Worker::compute, too.
  void tell_and_read(Worker& worker, Tag tag, double flops, Write write, Read read) {
    tell(worker, tag, flops, write, &read);
  }

 private:
  void tell(Worker& worker, Tag tag, double flops, Write write, const Read* read);
  [[nodiscard]] Message code(Worker& worker, int shard, double flops, Write write, const Read* read);

  ModelCodec codec_;
  Shards shards_;
  float weight_;
  Recycled<Code> codes_;
  std::uint32_t told_ = 0;
};

}  // namespace lowband
