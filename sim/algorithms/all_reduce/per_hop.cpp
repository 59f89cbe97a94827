#include "sim/algorithms/all_reduce/per_hop.hpp"

#include <memory>

#include "sim/algorithms/tags.hpp"

namespace lowband {

namespace {

/// The partial sum stands in the difference itself.
class RequantizedSum final : public Reduction {
 public:
  RequantizedSum(ModelCodec& codec, Recycled<Code>& codes, std::span<float> difference, const Worker& worker,
                 std::uint32_t step)
      : Reduction(difference.size()), codec_(codec), codes_(codes), sum_(difference), worker_(worker), step_(step) {}

  Message partial(CoordinateRange range, int /*contributions*/) override {
    auto code = codes_.take();
    Stream random = worker_.random(Purpose::quantization, step_, encoded_++);
    codec_.encode(range.of(sum_), range.first, random, *code);
    return {std::move(code), range.size};
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

 private:
  ModelCodec& codec_;
  Recycled<Code>& codes_;
  std::span<float> sum_;
  const Worker& worker_;
  std::uint32_t step_;
  std::uint32_t encoded_ = 0;  ///< so many codes have been made in this step
};

}  // namespace

void PerHopAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  RequantizedSum sum(codec_, codes_, difference, worker, step);
  const auto sums = collective().all_reduce(worker, tags::reduce, sum);
  double flops = static_cast<double>(difference.size());
  for (const auto& part : sums) flops += codec_.decode_flops(part.range.first, part.range.size);
  worker.compute(flops, [&] {
    const float share = 1.0F / static_cast<float>(worker.size());
    for (const auto& part : sums) {
      const auto mean = part.range.of(difference);
      codec_.decode(part.message.content(), part.range.first, mean);
      for (float& value : mean) value *= share;
    }
  });
}

}  // namespace lowband
