#include "sim/algorithms/all_reduce/per_hop.hpp"

#include <memory>

#include "sim/algorithms/tags.hpp"

namespace lowband {

namespace {

class RequantizedSum final : public RingReduction {
 public:
  RequantizedSum(ModelCodec& codec, Recycled<Code>& codes, const Chunks& chunks, std::span<const float> difference,
                 const Worker& worker, std::uint32_t step)
      : codec_(codec), codes_(codes), chunks_(chunks), difference_(difference), worker_(worker), step_(step) {}

  Message own(int chunk) override { return encoded(chunks_.of(difference_, chunk), chunk, 0); }

  Message fold(int chunk, const Message& partial, int contributions) override {
    const auto ours = chunks_.of(difference_, chunk);
    sum_.resize(ours.size());
    codec_.decode(partial.content(), chunks_.begin(chunk), sum_);
    for (std::size_t k = 0; k < ours.size(); ++k) sum_[k] += ours[k];
    return encoded(sum_, chunk, static_cast<std::uint32_t>(contributions));
  }

  [[nodiscard]] double own_flops(int chunk) const override {
    return codec_.encode_flops(chunks_.begin(chunk), chunks_.size(chunk));
  }
  [[nodiscard]] double fold_flops(int chunk) const override {
    return codec_.decode_flops(chunks_.begin(chunk), chunks_.size(chunk)) + static_cast<double>(chunks_.size(chunk)) +
           own_flops(chunk);
  }

 private:
  Message encoded(std::span<const float> vector, int chunk, std::uint32_t hop) {
    auto code = codes_.take();
    Stream random = worker_.random(Purpose::quantization, step_, hop);
    codec_.encode(vector, chunks_.begin(chunk), random, *code);
    return {std::move(code), vector.size()};
  }

  ModelCodec& codec_;
  Recycled<Code>& codes_;
  const Chunks& chunks_;
  std::span<const float> difference_;
  const Worker& worker_;
  std::uint32_t step_;
  FloatBuffer sum_;
};

}  // namespace

void PerHopAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const Chunks chunks(difference.size(), worker.size());
  RequantizedSum sum(codec_, codes_, chunks, difference, worker, step);
  const auto sums = ring_all_reduce(worker, tags::reduce, sum);
  double flops = static_cast<double>(difference.size());
  for (int c = 0; c < chunks.count(); ++c) flops += codec_.decode_flops(chunks.begin(c), chunks.size(c));
  worker.compute(flops, [&] {
    const float share = 1.0F / static_cast<float>(worker.size());
    for (int c = 0; c < chunks.count(); ++c) {
      const auto mean = chunks.of(difference, c);
      codec_.decode(sums[static_cast<std::size_t>(c)].content(), chunks.begin(c), mean);
      for (float& value : mean) value *= share;
    }
  });
}

}  // namespace lowband
