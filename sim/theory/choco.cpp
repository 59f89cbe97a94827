// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/choco.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/theory/conditions.hpp"

namespace lowband {

std::vector<std::string> ChocoBound::assumptions() const {
  return {smooth_words,
          unbiased_words,
          moment_words,
          "a symmetric doubly stochastic mixing matrix of spectral gap 1 - rho > 0",
          "a codec with E||C(v) - v||^2 <= (1 - delta) ||v||^2",
          "gamma = sqrt(M / (N + 1)), N >= 64 M L^2, K = 1, and the consensus step of the paper"};
}

std::string ChocoBound::lack(const ProblemConstants& problem, const BoundSettings& settings) const {
  if (settings.local_steps > 1.0) return fmt::format("it takes K = 1, and K is {:g}", settings.local_steps);
  const double least = 64.0 * settings.workers * problem.smoothness * problem.smoothness;
  if (settings.iterations < least) {
    return fmt::format("it takes N of at least 64 M L^2 = {:.4g}, and N is {:g}", least, settings.iterations);
  }
  const double rate = std::sqrt(settings.workers / (settings.iterations + 1.0));
  constexpr double rounding = 1e-3;  // of a rate that stands in an experiment file
  if (!(std::abs(settings.learning_rate - rate) <= rounding * rate)) {
    return fmt::format("it takes the learning rate sqrt(M / (N + 1)) = {:.4g}, and that is {:g}", rate,
                       settings.learning_rate);
  }
  if (!settings.spectral_gap || !settings.contraction) {
    return "it takes the spectral gap of the mixing matrix and the contraction of the codec, which are not known here";
  }
  return "";
}

std::optional<double> ChocoBound::value(const ProblemConstants& problem, const BoundSettings& settings) const {
  const double steps = settings.iterations + 1.0;
  const double gap = settings.spectral_gap.value();
  const double c = gap * gap * settings.contraction.value() / 82.0;
  return 4.0 * (problem.initial_gap + problem.noise_sq * problem.smoothness) / std::sqrt(settings.workers * steps) +
         24.0 * problem.second_moment * settings.workers * problem.smoothness / (c * c * steps);
}

}  // namespace lowband
