// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/whole_model_pair.hpp"

#include <utility>

namespace lowband {

Message WholeModelPair::tell(int /*peer*/, const SharedModel& model, Stream /*random*/) {
  told_ = model.value();
  return {told_, 0, size_};
}

void WholeModelPair::take(int /*peer*/, const Message& theirs, SharedModel& model) {
  const auto told = std::exchange(told_, nullptr);
  const bool is_as_told = told == model.value();
  const auto their_model = theirs.floats();
  model.change([&](std::span<const float> x, std::span<float> next) {
    const float* __restrict own = told->data();
    const float* __restrict other = their_model.data();
    if (is_as_told) {
      for (std::size_t k = 0; k < x.size(); ++k) next[k] = 0.5F * (own[k] + other[k]);
    } else {
      for (std::size_t k = 0; k < x.size(); ++k) next[k] = x[k] + 0.5F * (other[k] - own[k]);
    }
  });
}

}  // namespace lowband
