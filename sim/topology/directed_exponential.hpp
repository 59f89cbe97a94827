// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker i sends to i + 2^k modulo M, for 2^k < M: with `peers` "one" to a single worker at each exchange, k running
/// around (Assran et al., ICML 2019, arXiv:1811.10792); with "all" always to all of them.
///
/// With "one", M a power of two and uniform weights, log2 M exchanges make the exact average: in the k-th everybody
/// takes the mean of two sums over disjoint sets of 2^k workers (Ying et al., NeurIPS 2021, arXiv:2110.13363).
class DirectedExponential final : public DirectedTopology {
 public:
  void parameters(Parameters& parameters) override {
    parameters.choice("peers", peers_, {{"one", "to one, each in turn"}, {"all", "to all at once"}},
                      "to which of its peers a worker sends in an exchange");
  }

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * std::ceil(std::log2(workers)); }
  [[nodiscard]] DigraphSchedule make_schedule(int workers, const Place& place) const override;

 private:
  std::string peers_ = "one";
};

}  // namespace lowband
