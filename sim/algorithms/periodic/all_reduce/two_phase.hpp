// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/all_reduce/code_sizes.hpp"
#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// The compressed all-reduce of 1-bit Adam (Tang et al., ICML 2021, arXiv:2102.02888): worker c owns chunk c. Every
/// worker encodes every chunk and sends it to its owner, who decodes all of them, takes the mean, encodes that and
/// sends it to everybody. Each coordinate is coded twice, however many workers there are, and each worker sends 2 (M -
/// 1) codes of chunks. The collective is `direct`. With error feedback workers remember what their codes left out, and
/// owners what theirs did.
class TwoPhaseAverage final : public DifferenceAverage {
 public:
  /// `codec` for a worker's own vector, `owner_codec` for the means, whose memory need only have the owner's chunk.
  TwoPhaseAverage(const Collective& direct, ModelCodec codec, ModelCodec owner_codec, const FloatBuffer& initial,
                  float weight)
      : DifferenceAverage(direct, codec.size(), initial, weight),
        codec_(std::move(codec)),
        owner_codec_(std::move(owner_codec)) {}

  [[nodiscard]] std::vector<Exchange> exchanges() const override {
    return {CodeSizes::exchange(codec_, size(), false)};
  }

 protected:
  void average(Worker& worker, std::uint32_t step, std::span<float> difference) override;

 private:
  ModelCodec codec_;
  ModelCodec owner_codec_;
  Recycled<Code> codes_;
};

}  // namespace lowband
