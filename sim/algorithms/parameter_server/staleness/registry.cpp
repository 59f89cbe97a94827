// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/staleness/constant.hpp"
#include "sim/algorithms/parameter_server/staleness/hinge.hpp"
#include "sim/algorithms/parameter_server/staleness/polynomial.hpp"

namespace lowband {

const Registry<StalenessWeight>& staleness_weights() {
  static const Registry<StalenessWeight> registry(
      "staleness weight", "name",
      {
          {"constant", "1, however stale a change is", "", [] { return std::make_unique<ConstantWeight>(); }},
          {"polynomial", "falls with a power of the staleness",
           "FedBuff: Nguyen et al., AISTATS 2022, arXiv:2106.06639; FedAsync: "
           "Xie, Koyejo & Gupta 2019, arXiv:1903.03934",
           [] { return std::make_unique<PolynomialWeight>(); }},
          {"hinge", "1 up to a bound, and falling beyond it", "FedAsync: Xie, Koyejo & Gupta 2019, arXiv:1903.03934",
           [] { return std::make_unique<HingeWeight>(); }},
      });
  return registry;
}

}  // namespace lowband
