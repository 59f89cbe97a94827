// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/qpr_sgd.hpp"

namespace lowband {

std::vector<std::string> QprSgdBound::assumptions() const {
  return {
      "non-convex f; the abstracts tell no more",
      "K steps between N synchronisations take N K M gradients, so that 1 / sqrt(N K M) is the usual linear speed-up; "
      "the order of version 2 is better than that: measure it rather than count on it"};
}

}  // namespace lowband
