// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/code_sizes.hpp"
#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// Every hop of the reduce-scatter decodes the partial sum, adds its own chunk and encodes the sum again; the codes of
/// the complete sums travel unchanged in the all-gather, and their owner decodes its own code like everybody else.
/// The errors of the hops add up: algorithms reference, 8.3. With error feedback each worker remembers what its code
/// of each chunk left out, whatever partial sum that was.
class PerHopAverage final : public DifferenceAverage {
 public:
  PerHopAverage(const Collective& collective, ModelCodec codec, const FloatBuffer& initial, float weight)
      : DifferenceAverage(collective, codec.size(), initial, weight), codec_(std::move(codec)) {}

  [[nodiscard]] std::vector<Exchange> exchanges() const override {
    return {CodeSizes::exchange(codec_, size(), false)};
  }

 protected:
  void average(Worker& worker, std::uint32_t step, std::span<float> difference) override;

 private:
  ModelCodec codec_;
  Recycled<Code> codes_;
};

}  // namespace lowband
