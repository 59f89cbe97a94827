#include "sim/algorithms/all_reduce/shared_scale.hpp"

#include <algorithm>
#include <memory>

#include "sim/algorithms/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/compression/coding/bit_packing.hpp"

namespace lowband {

namespace {

/// Operations per coordinate: rounding takes a product, a random number, a comparison and a sum; packing, unpacking
/// and adding an integer take a shift, a mask and a sum.
constexpr double rounding_flops = 8.0;
constexpr double integer_flops = 3.0;

using Integers = std::vector<std::int32_t>;

class IntegerSum final : public RingReduction {
 public:
  IntegerSum(const Integers& own, const Chunks& chunks, std::int32_t levels)
      : own_(own), chunks_(chunks), levels_(levels) {}

  Message own(int chunk) override { return packed(chunks_.of(std::span(own_), chunk), 1); }

  Message fold(int chunk, const Message& partial, int contributions) override {
    const auto ours = chunks_.of(std::span(own_), chunk);
    sum_.resize(ours.size());
    unpack_signed(partial.content(), levels_ * contributions, sum_);
    for (std::size_t k = 0; k < ours.size(); ++k) sum_[k] += ours[k];
    return packed(sum_, contributions + 1);
  }

  [[nodiscard]] double own_flops(int chunk) const override {
    return integer_flops * static_cast<double>(chunks_.size(chunk));
  }
  [[nodiscard]] double fold_flops(int chunk) const override {
    return 2.0 * integer_flops * static_cast<double>(chunks_.size(chunk));
  }

 private:
  [[nodiscard]] Message packed(std::span<const std::int32_t> integers, int contributions) const {
    auto code = std::make_shared<Code>(packed_size(integers.size(), integer_width(levels_, contributions)));
    pack_signed(integers, levels_ * contributions, *code);
    return {std::move(code), integers.size()};
  }

  const Integers& own_;
  const Chunks& chunks_;
  std::int32_t levels_;
  Integers sum_;
};

/// Where the scales of each chunk begin in the vector of all scales; one more entry than chunks.
std::vector<std::size_t> scale_offsets(const SharedScaleQuantizer& quantizer, const Chunks& chunks) {
  std::vector<std::size_t> offsets{0};
  for (int c = 0; c < chunks.count(); ++c) offsets.push_back(offsets.back() + quantizer.scale_count(chunks.size(c)));
  return offsets;
}

}  // namespace

void SharedScaleAverage::average(Worker& worker, const Chunks& chunks, std::uint32_t step,
                                 std::span<float> difference) {
  const auto size = static_cast<double>(difference.size());
  const auto offsets = scale_offsets(quantizer_, chunks);
  FloatBuffer scales(offsets.back());
  const auto scales_of = [&](int chunk) {
    const auto c = static_cast<std::size_t>(chunk);
    return std::span(scales).subspan(offsets[c], offsets[c + 1] - offsets[c]);
  };

  std::shared_ptr<const FloatBuffer> own_scales;
  worker.compute(2.0 * size, [&] {
    for (int c = 0; c < chunks.count(); ++c) quantizer_.scales(chunks.of(difference, c), scales_of(c));
    own_scales = std::make_shared<const FloatBuffer>(scales);
  });
  const auto larger = [](float a, float b) { return std::max(a, b); };
  FloatReduction maximum(own_scales, worker.size(), larger, false);
  const auto maxima = ring_all_reduce(worker, tags::scales, maximum);

  Integers integers(difference.size());
  worker.compute(rounding_flops * size, [&] {
    const Chunks scale_chunks(scales.size(), worker.size());
    for (int c = 0; c < chunks.count(); ++c) {
      const auto shared = maxima[static_cast<std::size_t>(c)].floats();
      std::copy(shared.begin(), shared.end(), scale_chunks.of(std::span<float>(scales), c).begin());
    }
    for (int c = 0; c < chunks.count(); ++c) {
      Stream random = worker.random(Purpose::quantization, step, static_cast<std::uint32_t>(c));
      quantizer_.quantize(chunks.of(std::span<const float>(difference), c), scales_of(c), random,
                          chunks.of(std::span(integers), c));
    }
  });
  IntegerSum sum(integers, chunks, quantizer_.levels());
  const auto sums = ring_all_reduce(worker, tags::reduce, sum);

  worker.compute((integer_flops + 2.0) * size, [&] {
    const float share = 1.0F / static_cast<float>(worker.size());
    for (int c = 0; c < chunks.count(); ++c) {
      const auto total = chunks.of(std::span(integers), c);
      unpack_signed(sums[static_cast<std::size_t>(c)].content(), quantizer_.levels() * worker.size(), total);
      quantizer_.dequantize(total, scales_of(c), share, chunks.of(difference, c));
    }
  });
}

}  // namespace lowband
