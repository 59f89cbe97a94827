#pragma once

#include "sim/algorithms/all_reduce/difference_average.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// First an all-reduce of maxima settles the scales that all workers use; then every worker rounds its difference once,
/// to integers in [-s, s], and the ring sums integers exactly. The partial sum of h workers travels in
/// ceil(log2(2 s h + 1)) bits per coordinate, the complete one in that width for h = M.
class SharedScaleAverage final : public DifferenceAverage {
 public:
  SharedScaleAverage(const SharedScaleQuantizer& quantizer, const FloatBuffer& initial)
      : DifferenceAverage(initial), quantizer_(quantizer) {}

 protected:
  void average(Worker& worker, const Chunks& chunks, std::uint32_t step, std::span<float> difference) override;

 private:
  const SharedScaleQuantizer& quantizer_;
};

}  // namespace lowband
