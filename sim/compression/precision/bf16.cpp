// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/bf16.hpp"

namespace lowband {

CodecFacts Bf16::facts() const {
  return {ErrorClass::biased,
          "||C(v) - v||^2 <= 2^-16 ||v||^2 for magnitudes from 2^-126 to 3.3895e38; at most 2^-268 a coordinate below",
          "16"};
}

}  // namespace lowband
