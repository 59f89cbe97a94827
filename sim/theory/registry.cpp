// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "sim/theory/bound.hpp"
#include "sim/theory/choco.hpp"
#include "sim/theory/d_psgd.hpp"
#include "sim/theory/parallel_sgd.hpp"
#include "sim/theory/pr_sgd.hpp"
#include "sim/theory/qpr_sgd.hpp"

namespace lowband {

const Registry<Bound>& bounds() {
  static const Registry<Bound> registry(
      "bound", "name",
      {{"parallel-sgd", "all-reduce after every step, no compression",
        "Ghadimi & Lan, SIAM Journal on Optimization 23(4), 2013, section 2, with M gradients a step",
        [] { return std::make_unique<ParallelSgdBound>(); }},
       {"pr-sgd", "all-reduce after every K steps, no compression", "Yu, Yang & Zhu, AAAI 2019 (arXiv:1807.06629)",
        [] { return std::make_unique<PrSgdBound>(); }},
       {"d-psgd", "gossip after every step, no compression", "Lian et al., NeurIPS 2017 (arXiv:1705.09056)",
        [] { return std::make_unique<DPsgdBound>(); }},
       {"choco", "gossip of compressed differences after every step", "Koloskova et al., ICLR 2020 (arXiv:1907.09356)",
        [] { return std::make_unique<ChocoBound>(); }},
       {"qpr-sgd", "quantized, after every K steps, by all-reduce or gossip",
        "Wu et al., arXiv:2004.09125, versions 1 and 2", [] { return std::make_unique<QprSgdBound>(); }}});
  return registry;
}

}  // namespace lowband
