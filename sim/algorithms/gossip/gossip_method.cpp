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
#include "sim/algorithms/gossip/sgp.hpp"

namespace lowband {

const std::vector<GossipMethod>& gossip_methods() {
  using Codec = GossipMethod::Codec;
  using Setting = GossipMethod::Setting;
  static const std::vector<GossipMethod> methods = {
      {.name = "plain",
       .codec = Codec::none,
       .compressed = "naive",
       .make = [](Setting s) { return std::make_unique<PlainGossip>(std::move(s.row)); }},
      {.name = "d-psgd",
       .codec = Codec::none,
       .compressed = "difference",
       .make = [](Setting s) { return std::make_unique<DPsgd>(std::move(s.row), s.initial); }},
      {.name = "sgp",
       .codec = Codec::none,
       .pushes = true,
       .make = [](Setting s) { return std::make_unique<StochasticGradientPush>(std::move(s.rows), s.initial); }},
      {.name = "naive",
       .needs_unbiased = true,
       .make =
           [](Setting s) {
             return std::make_unique<NaiveGossip>(std::move(s.row), std::move(s.codec), s.initial.size());
           }},
      {.name = "difference",
       .needs_unbiased = true,
       .has_alpha_limit = true,
       .make =
           [](Setting s) {
             return std::make_unique<DifferenceGossip>(std::move(s.row), std::move(s.codec), s.initial);
           }},
      {.name = "extrapolation",
       .needs_unbiased = true,
       .make =
           [](Setting s) {
             return std::make_unique<ExtrapolationGossip>(std::move(s.row), std::move(s.codec), s.initial);
           }},
      {.name = "choco",
       .make =
           [](Setting s) {
             return std::make_unique<ChocoGossip>(std::move(s.row), std::move(s.codec), s.initial.size(),
                                                  s.consensus_step);
           }},
      {.name = "deep-squeeze",
       .has_own_memory = true,
       .make =
           [](Setting s) {
             return std::make_unique<DeepSqueeze>(std::move(s.row), std::move(s.codec), s.initial.size(),
                                                  s.consensus_step);
           }},
      {.name = "moniqua",
       .codec = Codec::with_receiver,
       .make = [](Setting s) { return std::make_unique<Moniqua>(std::move(s.row), std::move(s.codec)); }},
  };
  return methods;
}

}  // namespace lowband
