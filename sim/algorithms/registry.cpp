// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/add_algorithm.hpp"
#include "sim/algorithms/parameter_server/parameter_server.hpp"
#include "sim/algorithms/periodic/all_reduce/all_reduce.hpp"
#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/base/extra_entries.hpp"

namespace lowband {

namespace {

ExtraEntries<Algorithm>& extra_algorithms() {
  static ExtraEntries<Algorithm> extra;
  return extra;
}

}  // namespace

void add_algorithm(Registry<Algorithm>::Entry algorithm) { extra_algorithms().add(std::move(algorithm)); }

const Registry<Algorithm>& algorithms() {
  static const Registry<Algorithm> registry(
      "algorithm", "paradigm",
      extra_algorithms().with({
          {"all-reduce", "workers average all together, by a ring or another collective; all models are equal after it",
           "Patarasuk & Yuan 2009; PR-SGD: Yu, Yang & Zhu, AAAI 2019; quantized: Wu et al., arXiv 2004.09125",
           [] { return std::make_unique<AllReduce>(); }},
          {"gossip", "workers mix with their neighbours in a graph; models stay different",
           "D-PSGD: Lian et al., NeurIPS 2017; DCD-PSGD: Tang et al., NeurIPS 2018; quantized PR-SGD: arXiv 2004.09125",
           [] { return std::make_unique<Gossip>(); }},
          {"parameter-server", "workers are clients of a server, which has the model",
           "Li et al., OSDI 2014; FedAvg: McMahan et al., AISTATS 2017; FedPAQ: Reisizadeh et al., AISTATS 2020; "
           "FedBuff: Nguyen et al., AISTATS 2022; EASGD: Zhang, Choromanska & LeCun, NeurIPS 2015",
           [] { return std::make_unique<ParameterServer>(); }},
      }));
  return registry;
}

}  // namespace lowband
