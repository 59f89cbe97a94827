// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// First an all-reduce of maxima settles the scales that all workers use; then every worker rounds its difference once,
/// to integers in [-s, s], and the collective sums integers exactly. The partial sum of h workers travels in
/// ceil(log2(2 s h + 1)) bits per coordinate, the complete one in that width for h = M. What the compression leaves in
/// full precision is averaged beside them.
class SharedScaleAverage final : public DifferenceAverage {
 public:
  /// The codec has a form for shared scales.
  SharedScaleAverage(const Collective& collective, ModelCodec codec, const FloatBuffer& initial, float weight);

  [[nodiscard]] std::vector<Exchange> exchanges() const override;

 protected:
  void average(Worker& worker, std::uint32_t step, std::span<float> difference) override;

 private:
  /// A vector with scales of its own: a tensor, or all that is coded.
  struct Unit {
    CoordinateRange coordinates;  ///< among those that are coded
    CoordinateRange scales;       ///< among all scales
  };

  /// Scales, before all workers agree on them; with error feedback, `difference` gets what was left out before.
  void find_own_scales(std::span<float> difference, FloatBuffer& scales);
  /// The coordinates that travel in full precision.
  [[nodiscard]] std::size_t plain_count() const;
  /// The others.
  [[nodiscard]] std::size_t coded_count() const { return units_.empty() ? 0 : units_.back().coordinates.end(); }
  [[nodiscard]] std::size_t scale_count() const { return units_.empty() ? 0 : units_.back().scales.end(); }
  void quantize(std::span<const float> scales, Stream random);
  void dequantize(std::span<const float> scales, float factor);

  ModelCodec codec_;
  const SharedScaleQuantizer& quantizer_;
  std::vector<Unit> units_;
  FloatBuffer coded_;                   ///< the coordinates that are coded, one after the other
  std::vector<std::int32_t> integers_;  ///< their integers, own ones or sums
  Recycled<Code> codes_;
};

}  // namespace lowband
