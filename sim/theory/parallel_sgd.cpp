// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/parallel_sgd.hpp"

#include <fmt/format.h>

#include "sim/theory/conditions.hpp"

namespace lowband {

std::vector<std::string> ParallelSgdBound::assumptions() const {
  return {smooth_words, unbiased_words, "a constant learning rate gamma <= 1/L, no momentum, no compression",
          "models averaged exactly after every step, K = 1"};
}

std::string ParallelSgdBound::lack(const ProblemConstants& problem, const BoundSettings& settings) const {
  if (settings.local_steps > 1.0) return fmt::format("it takes K = 1, and K is {:g}", settings.local_steps);
  return lack_of_small_steps(problem, settings);
}

std::optional<double> ParallelSgdBound::value(const ProblemConstants& problem, const BoundSettings& settings) const {
  return 2.0 * problem.initial_gap / (settings.learning_rate * settings.iterations) +
         problem.smoothness * settings.learning_rate * problem.noise_sq / settings.workers;
}

}  // namespace lowband
