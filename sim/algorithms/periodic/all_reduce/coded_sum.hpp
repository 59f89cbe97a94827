// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/reduction.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A sum of vectors that travels in codes: what is sent of it is encoded, what arrives is decoded and added. The
/// partial sum stands in the worker's own vector itself.
class CodedSum : public Reduction {
 public:
  /// Of synchronisation `step`. Refers to all of these.
  CodedSum(ModelCodec& codec, Recycled<Code>& codes, std::span<float> own, const Worker& worker, std::uint32_t step)
      : Reduction(codec.size()), codec_(codec), codes_(codes), sum_(own), worker_(worker), step_(step) {}

  Message partial(CoordinateRange range, int contributions) override;
  void add(CoordinateRange range, const Message& theirs, int contributions) override;
  [[nodiscard]] Message outline(CoordinateRange range, int contributions) const override;
  [[nodiscard]] double partial_flops(CoordinateRange range) const override;
  [[nodiscard]] double add_flops(CoordinateRange range) const override;

 protected:
  [[nodiscard]] ModelCodec& codec() noexcept { return codec_; }
  [[nodiscard]] std::span<float> sum(CoordinateRange range) { return range.of(sum_); }
  [[nodiscard]] int workers() const { return worker_.size(); }
  Message encoded(ModelCodec& codec, CoordinateRange range);

 private:
  ModelCodec& codec_;
  Recycled<Code>& codes_;
  std::span<float> sum_;
  const Worker& worker_;
  std::uint32_t step_;
  std::uint32_t encoded_ = 0;  ///< so many codes have been made in this step
};

}  // namespace lowband
