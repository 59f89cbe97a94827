// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "sim/compression/quantization/bucket_scale.hpp"

namespace lowband {

/// The supremum over all v in R^d of E||Q(v) - v||^2 / ||v||^2 for stochastic rounding to multiples of c / s, c a norm
/// of v; d >= 1. With a_i = s |v_i| / c and f_i its fraction it is that of sum f_i (1 - f_i) / sum a_i^2, attained
/// where all a_i, but for the largest one of the maximum norm, are equal:
///
///     2-norm:       sqrt(d) / s - 1   for s <= sqrt(d) / 2,   d / (4 s^2)   beyond (attained where 2 s / sqrt(d) is
///     odd); maximum norm: (sqrt(1 + (d - 1) / s^2) - 1) / 2.
///
/// At the 2-norm sum a_i^2 = s^2, and f (1 - f) as a function of a^2 is below the concave sqrt(a^2) - a^2, cut at 1/4
/// from a = 1/2 on. It is sharper than QSGD's min(d / s^2, sqrt(d) / s) (Alistarh et al., NeurIPS 2017, lemma 3.1). `s`
/// need not be an integer.
[[nodiscard]] double worst_dithering_variance(std::size_t size, double levels, Norm norm);

/// The bound for a grid of k points over a range of at most sqrt(2) ||v||: d / (2 (k - 1)^2) (Suresh et al., ICML 2017,
/// section 2.2).
[[nodiscard]] double worst_grid_variance(std::size_t size, double points);

/// Compressor::contraction_factor() of stochastic rounding between levels that are at most `distance` times the largest
/// magnitude c of the vector apart.
///
/// An error is smaller than that distance. So below 1 it contracts in the maximum norm, and the factor is 1, although
/// the error of vectors of one large and many small coordinates may be large in the 2-norm. At 1 (levels -c, 0 and c)
/// the factor is 1/2: of v_i, what becomes +-c leaves c / 2 of error at most, and v_i / 2 remains on average. Beyond 1
/// there is nothing: errors may be larger than all of the vector.
[[nodiscard]] std::optional<double> maximum_norm_factor(double distance);

}  // namespace lowband
