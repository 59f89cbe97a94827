#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/algorithms/problem.hpp"

namespace lowband::test {

/// A distributed quadratic with everything it refers to: f(x) = the mean of 1/2 ||x - a||^2 over the samples a, so that
/// f_i has its optimum at the mean of worker i's samples, and grad f(x) = x - mean(a).
struct QuadraticProblem {
  std::unique_ptr<Model> model;
  Data data;
  std::unique_ptr<Problem> problem;
  std::vector<double> optimum;  ///< the mean of all samples
};

/// Samples (of two coordinates each) as given; worker i has those of share[i]. Tests see the same samples.
[[nodiscard]] QuadraticProblem quadratic(const std::vector<std::vector<float>>& samples,
                                         const std::vector<std::vector<std::uint32_t>>& share, int batch_size);

/// `workers` shares of normal samples around a centre of each worker's own; `dimension` coordinates.
[[nodiscard]] QuadraticProblem noisy_quadratic(int workers, std::size_t dimension, std::size_t samples_per_worker,
                                               int batch_size);

}  // namespace lowband::test
