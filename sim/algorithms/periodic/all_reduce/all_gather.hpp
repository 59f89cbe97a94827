// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/code_sizes.hpp"
#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// Every worker encodes its difference once; the codes travel unchanged, M - 1 hops each if by the ring, and everybody
/// decodes all of them and takes the mean, added in the order of ranks. No error cascades, at M - 1 codes per worker
/// (RAR-C of the algorithms reference; the exchange of QSGD, Alistarh et al. 2017, algorithm 1).
class AllGatherAverage final : public DifferenceAverage {
 public:
  AllGatherAverage(const Collective& collective, ModelCodec codec, const FloatBuffer& initial, float weight)
      : DifferenceAverage(collective, codec.size(), initial, weight), codec_(std::move(codec)) {}

  [[nodiscard]] std::vector<Exchange> exchanges() const override { return {CodeSizes::exchange(codec_, size(), true)}; }

 protected:
  void average(Worker& worker, std::uint32_t step, std::span<float> difference) override;

 private:
  std::shared_ptr<const FloatBuffer> decoded(std::span<const std::byte> code, std::size_t size);

  ModelCodec codec_;
  Recycled<Code> codes_;
  Recycled<FloatBuffer> decoded_;
};

}  // namespace lowband
