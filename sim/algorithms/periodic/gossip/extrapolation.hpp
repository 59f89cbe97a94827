// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/algorithms/periodic/gossip/replicated.hpp"

namespace lowband {

/// ECD-PSGD (Tang et al., NeurIPS 2018, arXiv:1803.06443) with K local steps. Of every worker's model its neighbours
/// hold an estimate y_j, so does the worker; x'_i is the model after the last synchronisation. At the t-th, t >= 1:
///
///     x_i <- sum_j W_ij y_j + (x_i - x'_i);   z = (1 - t/2) x'_i + (t/2) x_i;
///     y_i <- (1 - 2/t) y_i + (2/t) C(z) there and here.
///
/// The estimates' error falls like 1/t if the variance of C has a bound; that of a codec that scales by a norm grows
/// with z, which grows like t, and the scheme breaks. With C lossless y_i is x_i, and it is `d-psgd`.
class ExtrapolationGossip final : public AnnouncedGossip {
 public:
  ExtrapolationGossip(MixingRow row, ModelCodec codec, const FloatBuffer& initial)
      : estimates_(std::move(row), std::move(codec), initial), synchronised_(initial) {}

  [[nodiscard]] Message announce(FloatBuffer& model, Stream random) override;
  void take(const std::vector<Message>& announcements, FloatBuffer& model) override;

 protected:
  [[nodiscard]] const Replicated& announced() const override { return estimates_; }
  [[nodiscard]] double announce_flops(std::size_t size) const override;
  [[nodiscard]] double take_flops(std::size_t size) const override;

 private:
  [[nodiscard]] float half_t() const { return static_cast<float>(synchronisations_) / 2.0F; }

  Replicated estimates_;
  FloatBuffer synchronised_;            ///< x'
  std::uint32_t synchronisations_ = 0;  ///< t
};

}  // namespace lowband
