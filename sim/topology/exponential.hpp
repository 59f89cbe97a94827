// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "sim/topology/topology.hpp"

namespace lowband {

/// Worker i talks to i + 2^k and i - 2^k (modulo M) for all 2^k < M: a degree of about 2 log2 M, and a spectral gap
/// that falls no faster than 1 / log2 M (Ying et al., NeurIPS 2021, arXiv:2110.13363). The undirected form: two workers
/// exchange in both directions.
class Exponential final : public Topology {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] double pairs(double workers) const override { return 2.0 * workers * std::ceil(std::log2(workers)); }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
};

}  // namespace lowband
