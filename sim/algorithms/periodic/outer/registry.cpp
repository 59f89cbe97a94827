#include "sim/algorithms/periodic/outer/nesterov.hpp"
#include "sim/algorithms/periodic/outer/none.hpp"
#include "sim/algorithms/periodic/outer/slowmo.hpp"

namespace lowband {

const Registry<OuterOptimizer>& outer_optimizers() {
  static const Registry<OuterOptimizer> registry(
      "outer optimizer", "name",
      {
          {"none", "workers go on from the average itself", "", [] { return std::make_unique<NoOuterOptimizer>(); }},
          {"slowmo", "slow momentum on the move of each period; learning rate 1 is BMUF, momentum 0 Lookahead",
           "Wang et al., ICLR 2020, arXiv:1910.00643; BMUF: Chen & Huo, ICASSP 2016; Lookahead: Zhang et al., NeurIPS "
           "2019",
           [] { return std::make_unique<SlowMo>(); }},
          {"nesterov", "SGD with Nesterov's momentum on the move of each period, as DiLoCo's",
           "Douillard et al. 2023, arXiv:2311.08105", [] { return std::make_unique<OuterNesterov>(); }},
      });
  return registry;
}

}  // namespace lowband
