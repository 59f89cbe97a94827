// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collective.hpp"

#include <bit>

#include "sim/algorithms/periodic/all_reduce/collectives/auto.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/direct.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/halving_doubling.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/hierarchical.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/ring.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/tree.hpp"

namespace lowband {

namespace {

/// A collective that needs nothing but the number of workers.
template <class Kind>
class FixedChoice final : public CollectiveChoice {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] std::unique_ptr<const Collective> prepared(const CollectiveSetting& setting,
                                                           const Place& place) const override {
    if constexpr (requires { Kind::check_size(setting.workers, place); }) Kind::check_size(setting.workers, place);
    return std::make_unique<Kind>(setting.workers);
  }
};

}  // namespace

std::string power_of_two_condition(int workers) {
  return std::has_single_bit(static_cast<unsigned>(workers)) ? "" : "about, as M is no power of two";
}

const Registry<CollectiveChoice>& collectives() {
  static const Registry<CollectiveChoice> registry(
      "collective", "name",
      {
          {"ring", "2 (M - 1) hops of one chunk: the fewest bytes, the most latencies",
           "Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms for clusters of workstations, 2009",
           std::make_unique<FixedChoice<RingCollective>>},
          {"recursive-halving-doubling", "2 log2 M exchanges of halves: the ring's bytes, few latencies",
           "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, 2005",
           std::make_unique<FixedChoice<HalvingDoublingCollective>>},
          {"tree", "reduced up a binomial tree and sent down again: few latencies, the whole vector each time",
           "Thakur, Rabenseifner & Gropp 2005", std::make_unique<FixedChoice<TreeCollective>>},
          {"direct", "every chunk has an owner, everybody sends to all owners at once: two latencies", "",
           std::make_unique<FixedChoice<DirectCollective>>},
          {"hierarchical", "inside each site, across sites, inside again: little between sites",
           "Horovod: Sergeev & Del Balso, arXiv:1802.05799", std::make_unique<HierarchicalChoice>},
          {"auto", "the fastest of these on the scenario's platform, by a dry run of each", "",
           std::make_unique<AutoChoice>},
      });
  return registry;
}

}  // namespace lowband
