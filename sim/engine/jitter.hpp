// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "sim/base/random.hpp"

namespace lowband {

/// By how much a computation takes longer, or less long, than the speed of its host says: a random factor X of mean 1,
/// drawn anew for each, whatever slows real machines down for a moment. u is uniform on (0, 1], with 53 bits.
class Jitter {
 public:
  /// X = exp(sigma z - sigma^2 / 2), z standard normal. Variance exp(sigma^2) - 1.
  struct LogNormal {
    double sigma;
  };
  /// X = -ln u. Variance 1.
  struct Exponential {};
  /// X = (1 - 1 / shape) u^(-1 / shape), shape > 1: P(X > x) = ((1 - 1 / shape) / x)^shape, a tail of stragglers.
  /// Variance 1 / (shape (shape - 2)), infinite up to a shape of 2.
  struct Pareto {
    double shape;
  };
  /// X = one of these durations, above 0, each as likely as the others, over their mean.
  struct Durations {
    std::vector<double> durations;
  };
  using Law = std::variant<LogNormal, Exponential, Pareto, Durations>;

  /// X = 1.
  Jitter() = default;
  /// Log-normal: what a number in place of a distribution stands for.
  Jitter(double sigma) : law_(LogNormal{sigma}) {}  // NOLINT(google-explicit-constructor)
  explicit Jitter(Law law);

  [[nodiscard]] const Law& law() const noexcept { return law_; }
  /// Whether X = 1.
  [[nodiscard]] bool is_none() const noexcept;
  /// X, from the next numbers of `random`.
  [[nodiscard]] double factor(Stream& random) const;

 private:
  Law law_;
  double mean_ = 1.0;  ///< of the durations
};

}  // namespace lowband
