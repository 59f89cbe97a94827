#pragma once

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
  std::vector<double> optimum;  ///< of a quadratic
};

/// A distributed quadratic: f(x) = the mean of 1/2 ||x - a||^2 over the samples a, so that f_i has its optimum at the
/// mean of worker i's samples, f at that of all samples, and grad f(x) = x - mean(a). Samples as given; worker i has
/// those of share[i]. Tests see the same samples.
[[nodiscard]] OwningProblem quadratic(const std::vector<std::vector<float>>& samples,
                                      const std::vector<std::vector<std::uint32_t>>& share, int batch_size);

/// `workers` shares of normal samples around a centre of each worker's own; `dimension` coordinates.
[[nodiscard]] OwningProblem noisy_quadratic(int workers, std::size_t dimension, std::size_t samples_per_worker,
                                            int batch_size);

}  // namespace lowband::test
