#include "sim/algorithms/gossip/gossip_method.hpp"

#include <utility>

#include "sim/algorithms/gossip/choco.hpp"
#include "sim/algorithms/gossip/d_psgd.hpp"
#include "sim/algorithms/gossip/deep_squeeze.hpp"
#include "sim/algorithms/gossip/difference.hpp"
#include "sim/algorithms/gossip/extrapolation.hpp"
#include "sim/algorithms/gossip/moniqua.hpp"
#include "sim/algorithms/gossip/naive.hpp"
#include "sim/algorithms/gossip/plain.hpp"

namespace lowband {

const std::vector<GossipMethod>& gossip_methods() {
  using Codec = GossipMethod::Codec;
  using Setting = GossipMethod::Setting;
  static const std::vector<GossipMethod> methods = {
      {"plain", Codec::none, false, false, "naive",
       [](Setting s) { return std::make_unique<PlainGossip>(std::move(s.row)); }},
      {"d-psgd", Codec::none, false, false, "difference",
       [](Setting s) { return std::make_unique<DPsgd>(std::move(s.row), s.initial); }},
      {"naive", Codec::any, true, false, "",
       [](Setting s) { return std::make_unique<NaiveGossip>(std::move(s.row), std::move(s.codec), s.initial.size()); }},
      {"difference", Codec::any, true, false, "",
       [](Setting s) { return std::make_unique<DifferenceGossip>(std::move(s.row), std::move(s.codec), s.initial); }},
      {"extrapolation", Codec::any, true, false, "",
       [](Setting s) {
         return std::make_unique<ExtrapolationGossip>(std::move(s.row), std::move(s.codec), s.initial);
       }},
      {"choco", Codec::any, false, false, "",
       [](Setting s) {
         return std::make_unique<ChocoGossip>(std::move(s.row), std::move(s.codec), s.initial.size(), s.consensus_step);
       }},
      {"deep-squeeze", Codec::any, false, true, "",
       [](Setting s) {
         return std::make_unique<DeepSqueeze>(std::move(s.row), std::move(s.codec), s.initial.size(), s.consensus_step);
       }},
      {"moniqua", Codec::with_receiver, false, false, "",
       [](Setting s) { return std::make_unique<Moniqua>(std::move(s.row), std::move(s.codec)); }},
  };
  return methods;
}

}  // namespace lowband
