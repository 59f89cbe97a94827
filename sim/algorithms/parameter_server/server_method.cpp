// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/server_method.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/algorithms/parameter_server/bounded_delay_server.hpp"
#include "sim/algorithms/parameter_server/buffered_server.hpp"
#include "sim/algorithms/parameter_server/client.hpp"
#include "sim/algorithms/parameter_server/delta_client.hpp"
#include "sim/algorithms/parameter_server/delta_server.hpp"
#include "sim/algorithms/parameter_server/downpour_client.hpp"
#include "sim/algorithms/parameter_server/downpour_server.hpp"
#include "sim/algorithms/parameter_server/elastic_client.hpp"
#include "sim/algorithms/parameter_server/elastic_server.hpp"
#include "sim/algorithms/parameter_server/mixing_server.hpp"
#include "sim/algorithms/parameter_server/parameter_server.hpp"
#include "sim/algorithms/parameter_server/round_server.hpp"
#include "sim/algorithms/parameter_server/sampled_server.hpp"
#include "sim/algorithms/parameter_server/server_form.hpp"
#include "sim/algorithms/parameter_server/server_synchroniser.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

namespace {

std::unique_ptr<Node> rounds(ServerMethod::ServerSetting setting, int divisor) {
  return std::make_unique<RoundServer>(std::move(setting.model), RoundServer::Setting{
                                                                     .clients = setting.clients,
                                                                     .divisor = divisor,
                                                                     .period = setting.algorithm.period(),
                                                                     .pulls = setting.algorithm.pulls(),
                                                                 });
}

std::unique_ptr<Node> rounds_of_means(ServerMethod::ServerSetting setting) {
  const int clients = setting.clients;
  return rounds(std::move(setting), clients);
}

std::unique_ptr<Node> synchronous(ServerMethod::ServerSetting setting) {
  if (const auto count = setting.algorithm.clients_per_round()) {
    SampledServer::Draw draw = [count = *count](Stream random, std::span<const int> clients) {
      return sampled_clients(random, clients, count);
    };
    if (setting.algorithm.draws_by_samples()) {
      draw = [count = *count, samples = std::move(setting.samples)](Stream random, std::span<const int> clients) {
        return clients_by_samples(random, clients, count, samples);
      };
    }
    return std::make_unique<SampledServer>(
        std::move(setting.model),
        SampledServer::Setting{.draw = std::move(draw), .clients = setting.clients, .first_server = setting.clients});
  }
  return rounds_of_means(std::move(setting));
}

std::unique_ptr<Node> bounded_delay(ServerMethod::ServerSetting setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<BoundedDelayServer>(std::move(setting.model), setting.clients, algorithm.max_delay(),
                                              algorithm.period());
}

std::unique_ptr<Node> fed_buff(ServerMethod::ServerSetting setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<BufferedServer>(std::move(setting.model),
                                          BufferedServer::Setting{
                                              .clients = setting.clients,
                                              .buffer = algorithm.buffer(),
                                              .staleness = algorithm.staleness(),
                                              .divides_by_weights = algorithm.divides_by_weights(),
                                              .restarts_after_flush = algorithm.restarts_after_flush(),
                                          });
}

std::unique_ptr<Node> fed_async(ServerMethod::ServerSetting setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<MixingServer>(
      std::move(setting.model),
      MixingServer::Setting{
          .clients = setting.clients, .mixing = algorithm.mixing(), .staleness = algorithm.staleness()});
}

std::unique_ptr<Node> downpour(ServerMethod::ServerSetting setting) {
  return std::make_unique<DownpourServer>(std::move(setting.model), setting.clients);
}

std::unique_ptr<Node> elastic_server(ServerMethod::ServerSetting setting) {
  if (setting.algorithm.elastic_averaging().is_synchronous()) return rounds(std::move(setting), 1);
  return std::make_unique<ElasticServer>(std::move(setting.model), setting.clients);
}

std::unique_ptr<Node> delta_server(ServerMethod::ServerSetting setting) {
  const ParameterServer& algorithm = setting.algorithm;
  const CoordinateRange shard = setting.shards.range(setting.shard);
  std::vector<CoordinateRange> keys;
  for (const StoreKey& key : store_keys(setting.exchanged, setting.shards)) {
    if (key.shard == setting.shard) keys.push_back(key.range);
  }
  return std::make_unique<DeltaServer>(DeltaStore(algorithm.codec(setting.exchanged), shard),
                                       DeltaServer::Setting{
                                           .clients = setting.clients,
                                           .has_buffers = algorithm.exchanges_buffers(),
                                           .shard = shard,
                                           .keys = std::move(keys),
                                       });
}

std::unique_ptr<Node> delta_client(const ServerMethod::ClientSetting& setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<DeltaClient>(DeltaClient::Setting{
      .period = algorithm.period(),
      .requests = algorithm.requests(),
      .first_server = setting.clients,
      .shards = algorithm.shards(),
      .model = [&algorithm, weight = setting.weight](const FloatBuffer& initial, const Layout& layout) {
        return DeltaModel(algorithm.codec(layout), initial, weight);
      }});
}

Client::Setting client_setting(const ServerMethod::ClientSetting& setting) {
  return {.period = setting.algorithm.period(), .rho = setting.algorithm.proximal(), .model = setting.model};
}

/// In rounds of all clients they are not in step where periods are of time.
std::unique_ptr<Node> client_of_rounds(const ServerMethod::ClientSetting& setting) {
  if (!setting.algorithm.clients_per_round()) {
    return std::make_unique<AnsweredClient>(client_setting(setting), tags::change);
  }
  std::vector<int> servers(static_cast<std::size_t>(setting.algorithm.shards()));
  std::iota(servers.begin(), servers.end(), setting.clients);
  return std::make_unique<SampledClient>(client_setting(setting), std::move(servers));
}

std::unique_ptr<Node> answered_client(const ServerMethod::ClientSetting& setting) {
  return std::make_unique<AnsweredClient>(client_setting(setting), tags::update);
}

std::unique_ptr<Node> downpour_client(const ServerMethod::ClientSetting& setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<DownpourClient>(
      DownpourClient::Setting{.period = algorithm.period(),
                              .push_and_fetch = algorithm.push_and_fetch(),
                              .clients = setting.clients,
                              .uplink = [&algorithm, setting](const Layout& layout) {
                                return algorithm.uplink(layout, setting.clients, setting.weight);
                              }});
}

std::unique_ptr<Synchroniser> server_synchroniser(const ServerMethod::ClientSetting& setting, ClientModel model) {
  return std::make_unique<ServerSynchroniser>(
      std::move(model),
      ServerSynchroniser::Setting{.pulls = setting.algorithm.pulls(), .rho = setting.algorithm.proximal()});
}

std::unique_ptr<Node> elastic_client(const ServerMethod::ClientSetting& setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return std::make_unique<ElasticClient>(
      ElasticClient::Setting{.period = algorithm.period(),
                             .is_synchronous = algorithm.elastic_averaging().is_synchronous(),
                             .exchange = [&algorithm, setting](const FloatBuffer& initial, const Layout& layout) {
                               return algorithm.elastic_exchange(initial, layout, setting.clients, setting.weight);
                             }});
}

}  // namespace

bool ServerMethod::has(std::string_view key) const { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

const std::vector<ServerMethod>& server_methods() {
  static const std::vector<ServerMethod> methods = {
      {.name = "synchronous",
       .help = "in rounds: the server waits for all clients, or for those it has drawn, and takes the mean of their "
               "changes",
       .source = "parameter server: Li et al., OSDI 2014; FedAvg: McMahan et al., AISTATS 2017 (arXiv:1602.05629); in "
                 "codes, FedPAQ: Reisizadeh et al., AISTATS 2020 (arXiv:1909.13014)",
       .keys = {"downlink", "clients_per_round", "sampling", "proximal"},
       .make_server = synchronous,
       .make_client = client_of_rounds,
       .has_rounds_of_all = [](const ParameterServer& algorithm) { return !algorithm.clients_per_round(); },
       .make_synchroniser = server_synchroniser,
       .goes_by_time = true,
       .closed_forms = closed_form_of_rounds},
      {.name = "prlc",
       .help = "in rounds of all clients, which pull the server's model only now and then, and otherwise continue from "
               "their own without waiting",
       .source = "pulling reduction with local compensation: Wang, Qu, Guo et al. 2020 (arXiv:2001.08277)",
       .keys = {"pull_every", "pulls"},
       .make_server = rounds_of_means,
       .make_client = {},
       .has_rounds_of_all = [](const ParameterServer& /*algorithm*/) { return true; },
       .make_synchroniser = server_synchroniser},
      {.name = "bounded-delay",
       .help = "no rounds: each change is added as it arrives; a client that is too far ahead of the slowest waits "
               "before it reads the model",
       .source = "Li et al., OSDI 2014; stale synchronous parallel: Ho et al., NIPS 2013",
       .keys = {"max_delay", "proximal"},
       .make_server = bounded_delay,
       .make_client = answered_client,
       .goes_by_time = true,
       .closed_forms = closed_forms_of_clients},
      {.name = "fedbuff",
       .help = "no rounds: the server makes a step whenever its buffer is full of changes, which weigh less the staler "
               "they are",
       .source = "Nguyen et al., FedBuff, AISTATS 2022 (arXiv:2106.06639)",
       .keys = {"buffer", "staleness", "divisor", "restart", "proximal"},
       .make_server = fed_buff,
       .make_client = answered_client,
       .goes_by_time = true,
       .closed_forms = closed_forms_of_clients},
      {.name = "fedasync",
       .help = "no rounds: each client's model is mixed into the server's as it arrives, with a weight that falls with "
               "its staleness",
       .source = "Xie, Koyejo & Gupta 2019, FedAsync (arXiv:1903.03934)",
       .keys = {"mixing", "staleness", "proximal"},
       .make_server = fed_async,
       .make_client = answered_client,
       .goes_by_time = true,
       .closed_forms = closed_forms_of_clients},
      {.name = "downpour",
       .help = "no rounds: clients work on their own copies of the model, push the sum of their steps and fetch the "
               "model now and then; each push is a step of the server, by default with Adagrad",
       .source = "Downpour SGD of DistBelief: Dean et al., NIPS 2012, section 4.1",
       .keys = {"push_every", "fetch_every", "exchange"},
       .make_server = downpour,
       .make_client = downpour_client,
       .outer = "adagrad",
       .adds_up_moves = true},
      {.name = "delta",
       .help =
           "no rounds, no waiting: during its steps a client adds what is new in each key, a tensor, to a store, and "
           "receives the store's value",
       .source = "Smola & Narayanamurthy, An architecture for parallel topic models, VLDB 2010",
       .keys = {"requests"},
       .make_server = delta_server,
       .make_client = delta_client,
       .has_store = true},
      {.name = "easgd",
       .help =
           "clients keep models of their own; these and the server's model, the centre, are drawn towards each other",
       .source = "elastic averaging SGD: Zhang, Choromanska & LeCun, NeurIPS 2015 (arXiv:1412.6651)",
       .keys = {"elasticity", "in_rounds"},
       .make_server = elastic_server,
       .make_client = elastic_client,
       .has_rounds_of_all =
           [](const ParameterServer& algorithm) { return algorithm.elastic_averaging().is_synchronous(); }},
  };
  return methods;
}

const ServerMethod& server_method(std::string_view name) {
  const auto& methods = server_methods();
  return *std::find_if(methods.begin(), methods.end(), [name](const auto& each) { return each.name == name; });
}

}  // namespace lowband
