// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/algorithms/problem.hpp"

namespace lowband::test {

/// A problem with everything it refers to.
struct OwningProblem {
  std::unique_ptr<Model> model;
  Data data;
  std::unique_ptr<Problem> problem;
  std::vector<double> optimum;         ///< of a quadratic
  std::vector<std::uint64_t> samples;  ///< how many each worker has
};

/// A distributed quadratic: f(x) = the mean of 1/2 ||x - a||^2 over the samples a, so that f_i has its optimum at the
/// mean of worker i's samples, f at that of all samples, and grad f(x) = x - mean(a). Samples as given; worker i has
/// those of share[i]. Tests see the same samples.
[[nodiscard]] OwningProblem quadratic(const std::vector<std::vector<float>>& samples,
                                      const std::vector<std::vector<std::uint32_t>>& share, int batch_size);

/// Three workers with 1, 2 and 5 samples, each worker's in one point a_i of its own, so that whatever its batch is, its
/// gradient is that of all its samples, x - a_i: of (8, -3), (4, 1) and (-2, 6), whose mean over all samples is
/// (0.75, 3.625).
[[nodiscard]] OwningProblem three_unequal_shares();

/// `workers` shares of normal samples around a centre of each worker's own; `dimension` coordinates.
[[nodiscard]] OwningProblem noisy_quadratic(int workers, std::size_t dimension, std::size_t samples_per_worker,
                                            int batch_size);

}  // namespace lowband::test
