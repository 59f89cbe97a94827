// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/fp16.hpp"

namespace lowband {

CodecFacts Fp16::facts() const {
  return {ErrorClass::biased,
          "||C(v) - v||^2 <= 2^-22 ||v||^2 for magnitudes from 2^-14 to 65504; at most 2^-50 a coordinate below", "16"};
}

}  // namespace lowband
