// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/algorithms/problem.hpp"
#include "sim/theory/bound.hpp"

namespace lowband {

/// The constants of a problem, and how far they can be relied on.
struct MeasuredConstants {
  ProblemConstants constants;
  bool is_exact = false;           ///< all but G^2, which no quadratic has: there it is that of the initial model
  std::vector<std::string> words;  ///< "L = 10 (exact)", "sigma^2 = 0.5 (at the initial model, of 1000 samples)", ...
};

/// The constants of `problem`, whose workers have the samples of `shares` and draw batches of `batch_size` of them,
/// with replacement.
///
/// Of a quadratic, whose Hessian is diagonal and the same for all samples, H = diag(h): L = max h; the noise of a
/// gradient and the differences between workers are the same at all models, sigma^2 = max_i Var_i / batch_size with the
/// variance Var_i of the gradients of worker i's samples; and f(x) - f* = 1/2 sum_k (grad f(x))_k^2 / h_k.
///
/// Of other models these are estimates at the initial model, on at most `most_samples` samples of each worker: L is the
/// largest curvature there, by power iteration on differences of gradients, and f* is taken for 0, below which no loss
/// of a model here is. Throws UsageError of models whose gradients are not those of single samples (batch
/// normalisation).
[[nodiscard]] MeasuredConstants constants_of(const Problem& problem, std::span<const std::vector<std::uint32_t>> shares,
                                             int batch_size);

/// Of each worker, where they are estimated.
inline constexpr std::size_t most_samples_of_constants = 1000;

}  // namespace lowband
