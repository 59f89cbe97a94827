#pragma once

#include "sim/algorithms/all_reduce/difference_average.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// Every hop of the reduce-scatter decodes the partial sum, adds its own chunk and encodes the sum again; the codes of
/// the complete sums travel unchanged in the all-gather, and their owner decodes its own code like everybody else.
/// The errors of the hops add up: algorithms reference, 8.3.
class PerHopAverage final : public DifferenceAverage {
 public:
  PerHopAverage(const Compressor& codec, const FloatBuffer& initial) : DifferenceAverage(initial), codec_(codec) {}

 protected:
  void average(Worker& worker, const Chunks& chunks, std::uint32_t step, std::span<float> difference) override;

 private:
  const Compressor& codec_;
};

}  // namespace lowband
