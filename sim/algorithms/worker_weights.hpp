// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lowband {

/// How often each of M workers counts in a mean over all of them: worker k w_k times, where the w_k add up to M. So the
/// mean stays (1/M) sum_k w_k c_k, whoever takes it, and a contribution c_k is multiplied before it is encoded.
class WorkerWeights {
 public:
  /// Every worker counts once.
  WorkerWeights() = default;
  /// By training samples (FedAvg: McMahan et al., AISTATS 2017, arXiv:1602.05629, algorithm 1): w_k = M n_k / n, of the
  /// n samples of all worker k having n_k. Exactly 1 where all have as many. Empty: not known yet.
  explicit WorkerWeights(std::span<const std::uint64_t> samples);

  /// Throws std::logic_error if it is not known.
  [[nodiscard]] double of(int rank) const;

 private:
  std::optional<std::vector<double>> weights_;  ///< by rank; none: 1 each
};

}  // namespace lowband
