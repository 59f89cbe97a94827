// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/adagrad.hpp"
#include "sim/algorithms/periodic/outer/adam.hpp"
#include "sim/algorithms/periodic/outer/nesterov.hpp"
#include "sim/algorithms/periodic/outer/none.hpp"
#include "sim/algorithms/periodic/outer/sgd.hpp"
#include "sim/algorithms/periodic/outer/slowmo.hpp"

namespace lowband {

const Registry<OuterOptimizer>& outer_optimizers() {
  static const Registry<OuterOptimizer> registry(
      "outer optimizer", "name",
      {
          {"none", "workers continue from the average itself", "", [] { return std::make_unique<NoOuterOptimizer>(); }},
          {"sgd", "SGD on the move of each period, optionally with momentum (FedAvgM) or Nesterov's momentum",
           "torch.optim.SGD; FedAvgM: Hsu, Qi & Brown 2019, arXiv:1909.06335",
           [] { return std::make_unique<OuterSgd>(); }},
          {"slowmo", "slow momentum on the move of each period; learning rate 1 is BMUF, momentum 0 Lookahead",
           "Wang et al., ICLR 2020, arXiv:1910.00643; BMUF: Chen & Huo, ICASSP 2016; Lookahead: Zhang et al., NeurIPS "
           "2019",
           [] { return std::make_unique<SlowMo>(); }},
          {"nesterov", "DiLoCo's: sgd with Nesterov's momentum, and DiLoCo's momentum and learning rate by default",
           "Douillard et al. 2023, arXiv:2311.08105", [] { return std::make_unique<OuterNesterov>(); }},
          {"adagrad", "steps scaled by the sum of squared moves so far (FedAdagrad)",
           "torch.optim.Adagrad; DistBelief: Dean et al., NIPS 2012; FedAdagrad: Reddi et al., ICLR 2021, "
           "arXiv:2003.00295",
           [] { return std::make_unique<OuterAdagrad>(); }},
          {"adam", "steps scaled by running averages of squared moves (FedAdam, without bias_correction)",
           "torch.optim.Adam; Kingma & Ba, ICLR 2015, arXiv:1412.6980; FedAdam: Reddi et al., ICLR 2021, "
           "arXiv:2003.00295",
           [] { return std::make_unique<OuterAdam>(); }},
      });
  return registry;
}

}  // namespace lowband
