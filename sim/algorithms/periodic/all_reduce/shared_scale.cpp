// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/shared_scale.hpp"

#include <algorithm>
#include <functional>

#include "sim/algorithms/periodic/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/compression/coding/bit_packing.hpp"

namespace lowband {

namespace {

/// Operations per coordinate: rounding takes a product, a random number, a comparison and a sum; packing, unpacking
/// and adding an integer take a shift, a mask and a sum.
constexpr double rounding_flops = 8.0;
constexpr double integer_flops = 3.0;

using Integers = std::vector<std::int32_t>;

/// Bytes of the sums of `contributions` integers of up to so many levels.
std::size_t packed_bytes(CoordinateRange range, std::int32_t levels, int contributions) {
  return packed_size(range.size, integer_width(levels, contributions));
}

/// The partial sum stands in the integers themselves.
class IntegerSum final : public Reduction {
 public:
  /// Of `size` integers.
  IntegerSum(Integers& integers, std::size_t size, Recycled<Code>& codes, std::int32_t levels)
      : Reduction(size), sum_(integers), codes_(codes), levels_(levels) {}

  Message partial(CoordinateRange range, int contributions) override {
    auto code = codes_.take();
    code->resize(packed_bytes(range, levels_, contributions));
    pack_signed(range.of(std::span<const std::int32_t>(sum_)), levels_ * contributions, *code);
    return {std::move(code), range.size};
  }

  void add(CoordinateRange range, const Message& theirs, int contributions) override {
    thread_local Integers unpacked;
    unpacked.resize(range.size);
    unpack_signed(theirs.content(), levels_ * contributions, unpacked);
    const auto sum = range.of(sum_);
    for (std::size_t k = 0; k < range.size; ++k) sum[k] += unpacked[k];
  }

  [[nodiscard]] Message outline(CoordinateRange range, int contributions) const override {
    return Message::without_content(packed_bytes(range, levels_, contributions), range.size);
  }

  [[nodiscard]] double partial_flops(CoordinateRange range) const override {
    return integer_flops * static_cast<double>(range.size);
  }
  [[nodiscard]] double add_flops(CoordinateRange range) const override {
    return integer_flops * static_cast<double>(range.size);
  }

 private:
  std::span<std::int32_t> sum_;
  Recycled<Code>& codes_;
  std::int32_t levels_;
};

}  // namespace

SharedScaleAverage::SharedScaleAverage(const Collective& collective, ModelCodec codec, const FloatBuffer& initial,
                                       float weight)
    : DifferenceAverage(collective, codec.size(), initial, weight),
      codec_(std::move(codec)),
      quantizer_(*codec_.codec().shared_scale()) {
  std::size_t coordinates = 0;
  std::size_t scales = 0;
  for (const std::size_t size : codec_.unit_sizes()) {
    units_.push_back({{coordinates, size}, {scales, quantizer_.scale_count(size)}});
    coordinates += size;
    scales += units_.back().scales.size;
  }
}

void SharedScaleAverage::find_own_scales(std::span<float> difference, FloatBuffer& scales) {
  const auto memory = codec_.memory();
  for (std::size_t k = 0; k < memory.size(); ++k) difference[k] += memory[k];
  gather(codec_.coded(), 0, difference, coded_);
  scales.resize(scale_count());
  for (const auto& unit : units_) {
    quantizer_.scales(unit.coordinates.of(std::span<const float>(coded_)), unit.scales.of(std::span<float>(scales)));
  }
}

void SharedScaleAverage::quantize(std::span<const float> scales, Stream random) {
  integers_.resize(coded_count());
  for (const auto& unit : units_) {
    quantizer_.quantize(unit.coordinates.of(std::span<const float>(coded_)), unit.scales.of(scales), random,
                        unit.coordinates.of(std::span(integers_)));
  }
}

void SharedScaleAverage::dequantize(std::span<const float> scales, float factor) {
  for (const auto& unit : units_) {
    quantizer_.dequantize(unit.coordinates.of(std::span<const std::int32_t>(integers_)), unit.scales.of(scales),
                          factor * codec_.contraction_factor(unit.coordinates.size),
                          unit.coordinates.of(std::span<float>(coded_)));
  }
}

std::size_t SharedScaleAverage::plain_count() const {
  std::size_t count = 0;
  for (const auto& range : codec_.plain()) count += range.size;
  return count;
}

std::vector<Exchange> SharedScaleAverage::exchanges() const {
  std::vector<Exchange> exchanges = {Exchange::of_floats(scale_count())};
  exchanges.push_back({coded_count(), false, [levels = quantizer_.levels()](CoordinateRange range, int contributions) {
                         return static_cast<double>(packed_bytes(range, levels, contributions));
                       }});
  if (plain_count() > 0) exchanges.push_back(Exchange::of_floats(plain_count()));
  return exchanges;
}

void SharedScaleAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const auto size = static_cast<double>(this->size());
  const auto own = std::make_shared<FloatBuffer>();
  worker.compute(2.0 * size, [&] { find_own_scales(difference, *own); });
  const auto larger = [](float a, float b) { return std::max(a, b); };
  FloatReduction maximum(own, scale_count(), larger, 0);
  const auto maxima = collective().all_reduce(worker, tags::scales, maximum);

  FloatBuffer scales;
  const auto plain = std::make_shared<FloatBuffer>();
  worker.compute(rounding_flops * size, [&] {
    scales.resize(scale_count());
    for (const auto& part : maxima) {
      const auto shared = part.message.floats();
      std::copy(shared.begin(), shared.end(), part.range.of(std::span<float>(scales)).begin());
    }
    quantize(scales, worker.random(Purpose::quantization, step));
    gather(codec_.plain(), 0, difference, *plain);
    if (const auto memory = codec_.memory(); !memory.empty()) {
      std::copy(difference.begin(), difference.end(), memory.begin());
      dequantize(scales, 1.0F);
      scatter(codec_.coded(), 0, coded_, difference);
      for (std::size_t k = 0; k < memory.size(); ++k) memory[k] -= difference[k];
    }
  });
  IntegerSum integer_sum(integers_, coded_count(), codes_, quantizer_.levels());
  const auto integer_sums = collective().all_reduce(worker, tags::reduce, integer_sum);
  std::vector<Reduced> plain_sums;
  if (!codec_.plain().empty()) {
    FloatReduction plain_sum(plain, plain_count(), std::plus<float>(), plain_count());
    plain_sums = collective().all_reduce(worker, tags::reduce, plain_sum);
  }

  worker.compute((integer_flops + 2.0) * size, [&] {
    for (const auto& part : integer_sums) {
      unpack_signed(part.message.content(), quantizer_.levels() * collective().workers(),
                    part.range.of(std::span(integers_)));
    }
    dequantize(scales, 1.0F / static_cast<float>(collective().workers()));
    scatter(codec_.coded(), 0, coded_, difference);
    if (plain_sums.empty()) return;
    FloatBuffer mean(plain->size());
    take_mean(plain_sums, collective().workers(), mean);
    scatter(codec_.plain(), 0, mean, difference);
  });
}

}  // namespace lowband
