// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

#include "sim/theory/bound.hpp"

namespace lowband {

// What several bounds take.

inline constexpr const char* smooth_words = "every f_i is L-smooth, and f has a lower bound f*";
inline constexpr const char* unbiased_words =
    "gradients are unbiased and independent, with E||g_i - grad f_i||^2 <= sigma^2";
inline constexpr const char* moment_words = "E||g_i||^2 <= G^2 at all models that are met";

/// "" if gamma <= 1/L.
[[nodiscard]] inline std::string lack_of_small_steps(const ProblemConstants& problem, const BoundSettings& settings) {
  if (settings.learning_rate * problem.smoothness <= 1.0) return "";
  return fmt::format("it takes a learning rate of at most 1/L = {:.4g}, and that is {:g}", 1.0 / problem.smoothness,
                     settings.learning_rate);
}

}  // namespace lowband
