// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/extrapolation.hpp"

namespace lowband {

namespace {

/// y <- y + (z - y) / (t/2), where z is what was decoded.
auto towards_decoded(float half_t) {
  return [half_t](std::span<const float> y, std::span<const float> z, std::span<float> next) {
    for (std::size_t k = 0; k < y.size(); ++k) next[k] = y[k] + (z[k] - y[k]) / half_t;
  };
}

}  // namespace

Message ExtrapolationGossip::announce(FloatBuffer& model, Stream random) {
  ++synchronisations_;
  thread_local FloatBuffer scratch;
  scratch.resize(model.size());
  estimates_.mix(scratch);
  for (std::size_t k = 0; k < model.size(); ++k) {
    const float next = scratch[k] + (model[k] - synchronised_[k]);
    // z as x' + (t/2) (x - x'): the difference is small where t is large.
    scratch[k] = synchronised_[k] + half_t() * (next - synchronised_[k]);
    model[k] = next;
  }
  synchronised_ = model;
  return estimates_.announce(scratch, random, towards_decoded(half_t()));
}

void ExtrapolationGossip::take(const std::vector<Message>& announcements, FloatBuffer& /*model*/) {
  estimates_.take(announcements, towards_decoded(half_t()));
}

double ExtrapolationGossip::announce_flops(std::size_t size) const {
  return estimates_.row().mix_flops(size) + 8.0 * static_cast<double>(size) + estimates_.announce_flops();
}

double ExtrapolationGossip::take_flops(std::size_t /*size*/) const { return estimates_.take_flops(3.0); }

}  // namespace lowband
