// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/optimizers/adamw.hpp"
#include "sim/algorithms/optimizers/sgd.hpp"

namespace lowband {

const Registry<Optimizer>& optimizers() {
  static const Registry<Optimizer> registry(
      "optimizer", "name",
      {
          {"sgd", "stochastic gradient descent, optionally with momentum or Nesterov's momentum",
           "torch.optim.SGD; momentum: Polyak 1964; Nesterov's: Sutskever et al., ICML 2013",
           [] { return std::make_unique<Sgd>(); }},
          {"adamw", "steps scaled by running averages of squared gradients; weight decay decoupled from the gradient",
           "torch.optim.AdamW; Loshchilov & Hutter, ICLR 2019, arXiv:1711.05101, algorithm 2",
           [] { return std::make_unique<AdamW>(); }},
      });
  return registry;
}

}  // namespace lowband
