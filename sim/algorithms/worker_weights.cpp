// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/worker_weights.hpp"

#include <numeric>
#include <stdexcept>

namespace lowband {

WorkerWeights::WorkerWeights(std::span<const std::uint64_t> samples) : weights_(std::in_place) {
  const std::uint64_t all = std::accumulate(samples.begin(), samples.end(), std::uint64_t{0});
  for (const std::uint64_t own : samples) {
    weights_->push_back(static_cast<double>(samples.size() * own) / static_cast<double>(all));
  }
}

double WorkerWeights::of(int rank) const {
  if (!weights_) return 1.0;
  if (weights_->empty()) throw std::logic_error("a method was not told how many training samples its workers have");
  return weights_->at(static_cast<std::size_t>(rank));
}

}  // namespace lowband
