#include "sim/algorithms/all_reduce/collective.hpp"
#include "sim/algorithms/all_reduce/collectives/auto.hpp"
#include "sim/algorithms/all_reduce/collectives/direct.hpp"
#include "sim/algorithms/all_reduce/collectives/halving_doubling.hpp"
#include "sim/algorithms/all_reduce/collectives/hierarchical.hpp"
#include "sim/algorithms/all_reduce/collectives/ring.hpp"
#include "sim/algorithms/all_reduce/collectives/tree.hpp"

namespace lowband {

const Registry<Collective>& collectives() {
  static const Registry<Collective> registry(
      "collective", "name",
      {
          {"ring", "2 (M - 1) hops of one chunk: the fewest bytes, the most latencies",
           "Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms for clusters of workstations, 2009",
           std::make_unique<RingCollective>},
          {"recursive-halving-doubling", "2 log2 M exchanges of halves: the ring's bytes, few latencies",
           "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, 2005",
           std::make_unique<HalvingDoublingCollective>},
          {"tree", "reduced up a binomial tree and sent down again: few latencies, the whole vector each time",
           "Thakur, Rabenseifner & Gropp 2005", std::make_unique<TreeCollective>},
          {"direct", "every chunk has an owner, everybody sends to all owners at once: two latencies", "",
           std::make_unique<DirectCollective>},
          {"hierarchical", "inside each site, across sites, inside again: little between sites",
           "Horovod: Sergeev & Del Balso, arXiv:1802.05799", std::make_unique<HierarchicalCollective>},
          {"auto", "the fastest of these on the scenario's platform, by a dry run of each", "",
           std::make_unique<AutoCollective>},
      });
  return registry;
}

}  // namespace lowband
