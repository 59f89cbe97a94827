// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/random.hpp"

namespace lowband {

/// The logarithm of a Gamma(shape, 1) random number; shape > 0. (std::gamma_distribution differs between libraries;
/// for small shapes the number itself underflows, its logarithm does not.)
///
/// Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; shapes below 1 by
/// Gamma(a) = Gamma(a + 1) U^(1/a), section 6 there.
[[nodiscard]] double log_gamma_variate(double shape, Stream& random);

}  // namespace lowband
