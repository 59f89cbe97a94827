// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/d_psgd.hpp"

#include "sim/theory/conditions.hpp"

namespace lowband {

std::vector<std::string> DPsgdBound::assumptions() const {
  return {smooth_words, unbiased_words, "the mean over i of ||grad f_i - grad f||^2 is at most zeta^2",
          "a symmetric doubly stochastic mixing matrix of spectral gap 1 - rho > 0", "K = 1, no compression"};
}

}  // namespace lowband
