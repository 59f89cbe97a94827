// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/asynchronous/ad_psgd.hpp"
#include "sim/algorithms/asynchronous/async_push_sum.hpp"
#include "sim/algorithms/periodic/gossip/choco.hpp"
#include "sim/algorithms/periodic/gossip/d_psgd.hpp"
#include "sim/algorithms/periodic/gossip/deep_squeeze.hpp"
#include "sim/algorithms/periodic/gossip/difference.hpp"
#include "sim/algorithms/periodic/gossip/extrapolation.hpp"
#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/algorithms/periodic/gossip/moniqua.hpp"
#include "sim/algorithms/periodic/gossip/naive.hpp"
#include "sim/algorithms/periodic/gossip/plain.hpp"
#include "sim/algorithms/periodic/gossip/sgp.hpp"

namespace lowband {

namespace {

AdPsgd::Setting ad_psgd(GossipMethod::NodeSetting setting) {
  const Gossip& gossip = setting.gossip;
  const auto average = [&gossip, step = setting.consensus_step](const FloatBuffer& initial, const Layout& layout) {
    return make_pair_average(gossip.compressed(), gossip.codec_for(gossip.method(), layout), initial, step);
  };
  return {.period = gossip.period(),
          .peers = std::move(setting.receivers),
          .is_active = setting.is_on_second_side,
          .overlaps = gossip.overlaps_exchanges(),
          .weight = static_cast<float>(setting.weight),
          .average = average};
}

AsyncPushSum::Setting async_push_sum(GossipMethod::NodeSetting setting) {
  return {.period = setting.gossip.period(), .receivers = std::move(setting.receivers), .weight = setting.weight};
}

}  // namespace

const std::vector<GossipMethod>& gossip_methods() {
  using Codec = GossipMethod::Codec;
  using Side = GossipMethod::Setting;
  using Own = GossipMethod::NodeSetting;
  static const std::vector<GossipMethod> methods = {
      {.name = "plain",
       .help = "step, then mix: x <- sum_j W_ij x_j, in full precision",
       .source = "Koloskova et al., Decentralized Deep Learning with Arbitrary Communication Compression, ICLR 2020 "
                 "(arXiv:1907.09356)",
       .codec = Codec::none,
       .compressed = "naive",
       .make = [](Side s) { return std::make_unique<PlainGossip>(std::move(s.row), s.codec.size()); }},
      {.name = "d-psgd",
       .help = "mix, then step: x <- sum_j W_ij y_j + progress since y, in full precision",
       .source = "Lian et al., D-PSGD, NeurIPS 2017 (arXiv:1705.09056)",
       .codec = Codec::none,
       .compressed = "difference",
       .make = [](Side s) { return std::make_unique<DPsgd>(std::move(s.row), s.codec.size(), s.initial); }},
      {.name = "sgp",
       .help =
           "stochastic gradient push on directed graphs: models and weights are pushed to receivers, in full precision",
       .source = "Assran et al., Stochastic Gradient Push, ICML 2019 (arXiv:1811.10792)",
       .codec = Codec::none,
       .pushes = true,
       .make =
           [](Side s) {
             return std::make_unique<StochasticGradientPush>(std::move(s.rows), s.codec.size(), s.initial);
           }},
      {.name = "naive",
       .help = "the models themselves are sent in codes and mixed; a negative control, whose noise stays",
       .source = "",
       .needs_unbiased = true,
       .make =
           [](Side s) {
             return std::make_unique<NaiveGossip>(std::move(s.row), std::move(s.codec), s.initial.size());
           }},
      {.name = "difference",
       .help = "DCD: codes of differences to replicas of the models, which neighbours hold; mix, then step",
       .source = "Tang et al., Communication Compression for Decentralized Training, NeurIPS 2018 (arXiv:1803.06443)",
       .needs_unbiased = true,
       .has_alpha_limit = true,
       .make =
           [](Side s) { return std::make_unique<DifferenceGossip>(std::move(s.row), std::move(s.codec), s.initial); }},
      {.name = "extrapolation",
       .help = "ECD: codes of extrapolations, from which neighbours make estimates of the models",
       .source = "Tang et al., Communication Compression for Decentralized Training, NeurIPS 2018 (arXiv:1803.06443)",
       .needs_unbiased = true,
       .make =
           [](Side s) {
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
           [](Side s) {
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
           [](Side s) {
             return std::make_unique<DeepSqueeze>(std::move(s.row), std::move(s.codec), s.initial.size(),
                                                  s.consensus_step);
           }},
      {.name = "moniqua",
       .help = "models modulo a bound on how far they are apart, read with the receiver's own model",
       .source = "Lu & De Sa, Moniqua, ICML 2020 (arXiv:2002.11787)",
       .codec = Codec::with_receiver,
       .make = [](Side s) { return std::make_unique<Moniqua>(std::move(s.row), std::move(s.codec)); }},
      {.name = "ad-psgd",
       .help = "no rounds: workers of one side of the graph average with random ones of the other, who answer at once; "
               "gradients are of what a worker has read before",
       .source = "Lian et al., AD-PSGD, ICML 2018 (arXiv:1710.06952)",
       .codec = Codec::either,
       .errors = CodecErrors::contracted,
       .has_consensus_step = true,
       .has_two_sides = true,
       .make_node = [](Own own) { return std::make_unique<AdPsgd>(ad_psgd(std::move(own))); },
       .closed_form_of_node =
           [](Own own, int rank, const Layout& exchanged) {
             return AdPsgd::closed_form(ad_psgd(std::move(own)), rank, exchanged);
           }},
      {.name = "async-push-sum",
       .help = "no rounds, no waiting: after its steps a worker pushes half of its model and weight to a random "
               "receiver, in full precision",
       .source = "push-sum: Kempe, Dobra & Gehrke, FOCS 2003; the step is that of sgp",
       .codec = Codec::none,
       .pushes = true,
       .make_node = [](Own own) { return std::make_unique<AsyncPushSum>(async_push_sum(std::move(own))); },
       .closed_form_of_node =
           [](Own own, int rank, const Layout& exchanged) {
             return AsyncPushSum::closed_form(async_push_sum(std::move(own)), rank, exchanged);
           }},
  };
  return methods;
}

const GossipMethod& gossip_method(std::string_view name) {
  const auto& methods = gossip_methods();
  return *std::find_if(methods.begin(), methods.end(), [&](const auto& method) { return method.name == name; });
}

}  // namespace lowband
