#include "sim/algorithms/all_reduce/shared_scale.hpp"

#include <algorithm>
#include <functional>

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
  IntegerSum(const Integers& own, Recycled<Code>& codes, const Chunks& chunks, std::int32_t levels)
      : own_(own), codes_(codes), chunks_(chunks), levels_(levels) {}

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
  [[nodiscard]] Message packed(std::span<const std::int32_t> integers, int contributions) {
    auto code = codes_.take();
    code->resize(packed_size(integers.size(), integer_width(levels_, contributions)));
    pack_signed(integers, levels_ * contributions, *code);
    return {std::move(code), integers.size()};
  }

  const Integers& own_;
  Recycled<Code>& codes_;
  const Chunks& chunks_;
  std::int32_t levels_;
  Integers sum_;
};

}  // namespace

SharedScaleAverage::SharedScaleAverage(ModelCodec codec, const FloatBuffer& initial)
    : DifferenceAverage(initial), codec_(std::move(codec)), quantizer_(*codec_.codec().shared_scale()) {
  std::size_t coordinates = 0;
  std::size_t scales = 0;
  for (const std::size_t size : codec_.unit_sizes()) {
    units_.push_back({{coordinates, size}, {scales, quantizer_.scale_count(size)}});
    coordinates += size;
    scales += units_.back().scales.size;
  }
  coded_.resize(coordinates);
  integers_.resize(coordinates);
}

std::shared_ptr<const FloatBuffer> SharedScaleAverage::own_scales(std::span<float> difference) {
  const auto memory = codec_.memory();
  for (std::size_t k = 0; k < memory.size(); ++k) difference[k] += memory[k];
  gather(codec_.coded(), 0, difference, coded_);
  auto scales =
      std::make_shared<FloatBuffer>(units_.empty() ? 0 : units_.back().scales.first + units_.back().scales.size);
  for (const auto& unit : units_) {
    quantizer_.scales(unit.coordinates.of(std::span<const float>(coded_)), unit.scales.of(std::span<float>(*scales)));
  }
  return scales;
}

void SharedScaleAverage::quantize(std::span<const float> scales, Stream random) {
  for (const auto& unit : units_) {
    quantizer_.quantize(unit.coordinates.of(std::span<const float>(coded_)), unit.scales.of(scales), random,
                        unit.coordinates.of(std::span(integers_)));
  }
}

void SharedScaleAverage::dequantize(std::span<const float> scales, float factor) {
  for (const auto& unit : units_) {
    quantizer_.dequantize(unit.coordinates.of(std::span<const std::int32_t>(integers_)), unit.scales.of(scales), factor,
                          unit.coordinates.of(std::span<float>(coded_)));
  }
}

void SharedScaleAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const auto size = static_cast<double>(difference.size());
  std::shared_ptr<const FloatBuffer> own;
  worker.compute(2.0 * size, [&] { own = own_scales(difference); });
  const auto larger = [](float a, float b) { return std::max(a, b); };
  FloatReduction maximum(own, worker.size(), larger, 0);
  const auto maxima = ring_all_reduce(worker, tags::scales, maximum);

  FloatBuffer scales(own->size());
  std::shared_ptr<FloatBuffer> plain;
  worker.compute(rounding_flops * size, [&] {
    const Chunks chunks(scales.size(), worker.size());
    for (int c = 0; c < chunks.count(); ++c) {
      const auto shared = maxima[static_cast<std::size_t>(c)].floats();
      std::copy(shared.begin(), shared.end(), chunks.of(std::span<float>(scales), c).begin());
    }
    quantize(scales, worker.random(Purpose::quantization, step));
    plain = std::make_shared<FloatBuffer>();
    gather(codec_.plain(), 0, difference, *plain);
    if (const auto memory = codec_.memory(); !memory.empty()) {
      std::copy(difference.begin(), difference.end(), memory.begin());
      dequantize(scales, 1.0F);
      scatter(codec_.coded(), 0, coded_, difference);
      for (std::size_t k = 0; k < memory.size(); ++k) memory[k] -= difference[k];
    }
  });
  const Chunks chunks(integers_.size(), worker.size());
  IntegerSum integer_sum(integers_, codes_, chunks, quantizer_.levels());
  const auto integer_sums = ring_all_reduce(worker, tags::reduce, integer_sum);
  std::vector<Message> plain_sums;
  if (!codec_.plain().empty()) {
    FloatReduction plain_sum(plain, worker.size(), std::plus<float>(), plain->size());
    plain_sums = ring_all_reduce(worker, tags::reduce, plain_sum);
  }

  worker.compute((integer_flops + 2.0) * size, [&] {
    for (int c = 0; c < chunks.count(); ++c) {
      unpack_signed(integer_sums[static_cast<std::size_t>(c)].content(), quantizer_.levels() * worker.size(),
                    chunks.of(std::span(integers_), c));
    }
    dequantize(scales, 1.0F / static_cast<float>(worker.size()));
    scatter(codec_.coded(), 0, coded_, difference);
    if (plain_sums.empty()) return;
    FloatBuffer mean(plain->size());
    take_mean(plain_sums, mean);
    scatter(codec_.plain(), 0, mean, difference);
  });
}

}  // namespace lowband
