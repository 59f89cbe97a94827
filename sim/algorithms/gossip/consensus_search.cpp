#include "sim/algorithms/gossip/consensus_search.hpp"

#include <fmt/format.h>

namespace lowband {

std::string consensus_step_rule() {
  return fmt::format(
      "auto is {} of the largest step of 1, 0.9, ..., 0.1, 0.09, ..., 0.001 that contracts: with which the workers "
      "come "
      "to agree when this method is simulated with this codec and without gradients, on normal vectors of the model's "
      "tensors, cut to 16,384 coordinates, and on at most 64 workers of the topology",
      consensus_share);
}

}  // namespace lowband
