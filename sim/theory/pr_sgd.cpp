// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/pr_sgd.hpp"

#include "sim/theory/conditions.hpp"

namespace lowband {

std::vector<std::string> PrSgdBound::assumptions() const {
  return {smooth_words, unbiased_words, moment_words,
          "a constant learning rate gamma <= 1/L, no momentum, no compression",
          "models averaged exactly after every K steps"};
}

std::string PrSgdBound::lack(const ProblemConstants& problem, const BoundSettings& settings) const {
  return lack_of_small_steps(problem, settings);
}

std::optional<double> PrSgdBound::value(const ProblemConstants& problem, const BoundSettings& settings) const {
  const double drift = settings.learning_rate * settings.local_steps * problem.smoothness;
  return 2.0 * problem.initial_gap / (settings.learning_rate * settings.iterations) +
         4.0 * drift * drift * problem.second_moment +
         problem.smoothness * settings.learning_rate * problem.noise_sq / settings.workers;
}

}  // namespace lowband
