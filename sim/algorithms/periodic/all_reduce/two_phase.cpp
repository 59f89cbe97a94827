// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/two_phase.hpp"

#include "sim/algorithms/periodic/all_reduce/coded_sum.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

namespace {

/// Codes of a worker's own vector on the way to the owners of chunks, and codes of theirs of the means.
class OwnedMean final : public CodedSum {
 public:
  OwnedMean(ModelCodec& codec, ModelCodec& owner_codec, Recycled<Code>& codes, std::span<float> difference,
            const Worker& worker, std::uint32_t step)
      : CodedSum(codec, codes, difference, worker, step), owner_codec_(owner_codec) {}

  Message partial(CoordinateRange range, int contributions) override {
    if (contributions < workers()) return encoded(codec(), range);
    const float share = 1.0F / static_cast<float>(workers());
    for (float& value : sum(range)) value *= share;
    return encoded(owner_codec_, range);
  }

  /// The owner's part of a chunk is coded like everybody's, though it need not travel. Runs inside Worker::compute.
  void code_own(CoordinateRange range) {
    const Message own = encoded(codec(), range);
    codec().decode(own.content(), range.first, sum(range));
  }

 private:
  ModelCodec& owner_codec_;
};

}  // namespace

void TwoPhaseAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  OwnedMean mean(codec_, owner_codec_, codes_, difference, worker, step);
  const CoordinateRange owned = Chunks(size(), collective().workers()).range(worker.rank());
  worker.compute(mean.partial_flops(owned) + codec_.decode_flops(owned.first, owned.size),
                 [&] { mean.code_own(owned); });
  const auto means = collective().all_reduce(worker, tags::reduce, mean);
  double flops = 0.0;
  for (const auto& part : means) flops += codec_.decode_flops(part.range.first, part.range.size);
  worker.compute(flops, [&] {
    for (const auto& part : means) {
      owner_codec_.decode(part.message.content(), part.range.first, part.range.of(difference));
    }
  });
}

}  // namespace lowband
