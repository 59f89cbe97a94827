// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/outer_step.hpp"

#include <algorithm>

namespace lowband {

void OuterStep::take(std::span<float> average, double learning_rate) {
  // After a rate of 0 no ratio is right; nothing has moved then, either.
  const double ratio = last_rate_ && *last_rate_ != 0.0 ? learning_rate / *last_rate_ : 1.0;
  last_rate_ = learning_rate;
  const std::size_t size = average.size();
  float* __restrict gradient = average.data();
  const float* __restrict start = start_.data();
  for (std::size_t k = 0; k < size; ++k) gradient[k] = start[k] - gradient[k];
  optimizer_.step(start_, average, state_, {.number = ++steps_, .rate_ratio = ratio});
  std::copy(start_.begin(), start_.end(), average.begin());
}

}  // namespace lowband
