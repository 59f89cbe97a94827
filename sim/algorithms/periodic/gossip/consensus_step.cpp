// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/consensus_step.hpp"

#include <fmt/format.h>

#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"

namespace lowband {

Json ConsensusStep::facts() const {
  return largest ? Json({{"consensus_step", *value}, {"largest_consensus_step", *largest}}) : Json::object();
}

Json ConsensusStep::settled() const { return value ? Json({{"consensus_step", *value}}) : Json::object(); }

std::vector<std::string> ConsensusStep::warnings(const Gossip& gossip) const {
  const std::string& method = gossip.method().name;
  const std::string& codec = gossip.compression().name();
  if (largest == 0.0) {
    return {
        fmt::format("with the codec \"{}\" workers of this topology hardly come to agree by \"{}\", whatever the "
                    "consensus step: the run may diverge; finer codecs avoid that",
                    codec, method)};
  }
  if (largest && *value > *largest) {
    return {fmt::format(
        "\"consensus_step\" is {}, beyond {}, the largest with which \"{}\" brings workers of this topology to agree "
        "with the codec \"{}\": the run may diverge; \"auto\" takes that",
        *value, *largest, method, codec)};
  }
  return {};
}

}  // namespace lowband
