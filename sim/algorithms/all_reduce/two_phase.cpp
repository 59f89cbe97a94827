#include "sim/algorithms/all_reduce/two_phase.hpp"

#include "sim/algorithms/all_reduce/chunks.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

namespace {

/// The partial sum of the own chunk stands in the difference itself.
class OwnedMean final : public Reduction {
 public:
  OwnedMean(ModelCodec& codec, ModelCodec& owner_codec, Recycled<Code>& codes, std::span<float> difference,
            const Worker& worker, std::uint32_t step)
      : Reduction(difference.size()),
        codec_(codec),
        owner_codec_(owner_codec),
        codes_(codes),
        sum_(difference),
        worker_(worker),
        step_(step) {}

  Message partial(CoordinateRange range, int contributions) override {
    if (contributions < worker_.size()) return encoded(codec_, range);
    const float share = 1.0F / static_cast<float>(worker_.size());
    for (float& value : range.of(sum_)) value *= share;
    return encoded(owner_codec_, range);
  }

  void add(CoordinateRange range, const Message& theirs, int /*contributions*/) override {
    thread_local FloatBuffer decoded;
    decoded.resize(range.size);
    codec_.decode(theirs.content(), range.first, decoded);
    const auto sum = range.of(sum_);
    for (std::size_t k = 0; k < range.size; ++k) sum[k] += decoded[k];
  }

  [[nodiscard]] double partial_flops(CoordinateRange range) const override {
    return codec_.encode_flops(range.first, range.size);
  }
  [[nodiscard]] double add_flops(CoordinateRange range) const override {
    return codec_.decode_flops(range.first, range.size) + static_cast<double>(range.size);
  }

  /// The owner's part of a chunk is coded like everybody's, though it need not travel. Runs inside Worker::compute.
  void code_own(CoordinateRange range) {
    const Message own = encoded(codec_, range);
    codec_.decode(own.content(), range.first, range.of(sum_));
  }

 private:
  Message encoded(ModelCodec& codec, CoordinateRange range) {
    auto code = codes_.take();
    Stream random = worker_.random(Purpose::quantization, step_, encoded_++);
    codec.encode(range.of(sum_), range.first, random, *code);
    return {std::move(code), range.size};
  }

  ModelCodec& codec_;
  ModelCodec& owner_codec_;
  Recycled<Code>& codes_;
  std::span<float> sum_;
  const Worker& worker_;
  std::uint32_t step_;
  std::uint32_t encoded_ = 0;  ///< so many codes have been made in this step
};

}  // namespace

void TwoPhaseAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  OwnedMean mean(codec_, owner_codec_, codes_, difference, worker, step);
  const CoordinateRange owned = Chunks(difference.size(), worker.size()).range(worker.rank());
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
