// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

namespace lowband {

/// The ends of the spectrum of a gossip matrix W beyond lambda_1 = 1, and what follows from them. One worker, who has
/// nothing beyond, is as good as 0 for rho and gap, and 1 for mu.
struct Spectrum {
  double second = 0.0;  ///< lambda_2
  double least = 0.0;   ///< lambda_M

  /// rho = max(|lambda_2|, |lambda_M|): one exchange leaves at most that much of the disagreement ||X - Xbar||_F.
  [[nodiscard]] double rho() const noexcept { return std::min(std::max(std::abs(second), std::abs(least)), 1.0); }
  /// The spectral gap, 1 - rho.
  [[nodiscard]] double gap() const noexcept { return 1.0 - rho(); }
  /// mu = max |lambda_i - 1| over i >= 2.
  [[nodiscard]] double mu() const noexcept { return 1.0 - least; }
  /// DCD-PSGD (Tang et al., NeurIPS 2018, theorem 1) is known to converge for (1 - rho)^2 - 4 mu^2 alpha^2 > 0, alpha
  /// being the codec's largest relative error, ||C(z) - z|| / ||z||: for alpha below (1 - rho) / (2 mu).
  [[nodiscard]] double alpha_limit() const noexcept { return gap() / (2.0 * mu()); }
};

/// Lanczos' method takes about as many steps as there are workers to tell the gap of a ring, each of as many
/// operations: a minute for so many.
inline constexpr int most_workers_of_spectrum = 100'000;

}  // namespace lowband
