#include "sim/algorithms/periodic/gossip/gossip_method.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/periodic/gossip/choco.hpp"
#include "sim/algorithms/periodic/gossip/d_psgd.hpp"
#include "sim/algorithms/periodic/gossip/deep_squeeze.hpp"
#include "sim/algorithms/periodic/gossip/difference.hpp"
#include "sim/algorithms/periodic/gossip/extrapolation.hpp"
#include "sim/algorithms/periodic/gossip/moniqua.hpp"
#include "sim/algorithms/periodic/gossip/naive.hpp"
#include "sim/algorithms/periodic/gossip/plain.hpp"
#include "sim/algorithms/periodic/gossip/sgp.hpp"

namespace lowband {

const std::vector<GossipMethod>& gossip_methods() {
  using Codec = GossipMethod::Codec;
  using Setting = GossipMethod::Setting;
  static const std::vector<GossipMethod> methods = {
      {.name = "plain",
       .help = "step, then mix: x <- sum_j W_ij x_j, in full precision",
       .source = "Koloskova et al., Decentralized Deep Learning with Arbitrary Communication Compression, ICLR 2020 "
                 "(arXiv:1907.09356)",
       .codec = Codec::none,
       .compressed = "naive",
       .make = [](Setting s) { return std::make_unique<PlainGossip>(std::move(s.row), s.codec.size()); }},
      {.name = "d-psgd",
       .help = "mix, then step: x <- sum_j W_ij y_j + progress since y, in full precision",
       .source = "Lian et al., D-PSGD, NeurIPS 2017 (arXiv:1705.09056)",
       .codec = Codec::none,
       .compressed = "difference",
       .make = [](Setting s) { return std::make_unique<DPsgd>(std::move(s.row), s.codec.size(), s.initial); }},
      {.name = "sgp",
       .help =
           "stochastic gradient push on directed graphs: models and weights are pushed to receivers, in full precision",
       .source = "Assran et al., Stochastic Gradient Push, ICML 2019 (arXiv:1811.10792)",
       .codec = Codec::none,
       .pushes = true,
       .make =
           [](Setting s) {
             return std::make_unique<StochasticGradientPush>(std::move(s.rows), s.codec.size(), s.initial);
           }},
      {.name = "naive",
       .help = "the models themselves are sent in codes and mixed; a negative control, whose noise stays",
       .source = "",
       .needs_unbiased = true,
       .make =
           [](Setting s) {
             return std::make_unique<NaiveGossip>(std::move(s.row), std::move(s.codec), s.initial.size());
           }},
      {.name = "difference",
       .help = "DCD: codes of differences to replicas of the models, which neighbours hold; mix, then step",
       .source = "Tang et al., Communication Compression for Decentralized Training, NeurIPS 2018 (arXiv:1803.06443)",
       .needs_unbiased = true,
       .has_alpha_limit = true,
       .make =
           [](Setting s) {
             return std::make_unique<DifferenceGossip>(std::move(s.row), std::move(s.codec), s.initial);
           }},
      {.name = "extrapolation",
       .help = "ECD: codes of extrapolations, from which neighbours make estimates of the models",
       .source = "Tang et al., Communication Compression for Decentralized Training, NeurIPS 2018 (arXiv:1803.06443)",
       .needs_unbiased = true,
       .make =
           [](Setting s) {
             return std::make_unique<ExtrapolationGossip>(std::move(s.row), std::move(s.codec), s.initial);
           }},
      {.name = "choco",
       .help = "CHOCO-SGD: codes of differences to public copies, then a step of consensus_step towards the "
               "neighbours' copies",
       .source =
           "Koloskova, Stich & Jaggi, ICML 2019 (arXiv:1902.00340); Koloskova et al., ICLR 2020 (arXiv:1907.09356)",
       .errors = CodecErrors::contracted,
       .has_consensus_step = true,
       .make =
           [](Setting s) {
             return std::make_unique<ChocoGossip>(std::move(s.row), std::move(s.codec), s.initial.size(),
                                                  s.consensus_step);
           }},
      {.name = "deep-squeeze",
       .help = "codes of the models with the errors of earlier codes added, then a step of consensus_step towards the "
               "neighbours' codes",
       .source = "Tang et al., DeepSqueeze, 2019 (arXiv:1907.07346)",
       .errors = CodecErrors::remembered,
       .has_consensus_step = true,
       .make =
           [](Setting s) {
             return std::make_unique<DeepSqueeze>(std::move(s.row), std::move(s.codec), s.initial.size(),
                                                  s.consensus_step);
           }},
      {.name = "moniqua",
       .help = "models modulo a bound on how far they are apart, read with the receiver's own model",
       .source = "Lu & De Sa, Moniqua, ICML 2020 (arXiv:2002.11787)",
       .codec = Codec::with_receiver,
       .make = [](Setting s) { return std::make_unique<Moniqua>(std::move(s.row), std::move(s.codec)); }},
  };
  return methods;
}

const GossipMethod& gossip_method(std::string_view name) {
  const auto& methods = gossip_methods();
  return *std::find_if(methods.begin(), methods.end(), [&](const auto& method) { return method.name == name; });
}

}  // namespace lowband
