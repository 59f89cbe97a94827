#include "sim/algorithms/parameter_server/server_method.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/parameter_server/parameter_server.hpp"
#include "sim/algorithms/parameter_server/round_server.hpp"
#include "sim/algorithms/parameter_server/sampled_server.hpp"

namespace lowband {

namespace {

std::unique_ptr<Node> synchronous(ServerMethod::ServerSetting setting) {
  if (const auto sampled = setting.algorithm.clients_per_round()) {
    return std::make_unique<SampledServer>(std::move(setting.model), *sampled, setting.clients);
  }
  return std::make_unique<RoundServer>(std::move(setting.model), setting.clients);
}

}  // namespace

bool ServerMethod::has(std::string_view key) const { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

const std::vector<ServerMethod>& server_methods() {
  static const std::vector<ServerMethod> methods = {
      {.name = "synchronous",
       .help = "in rounds: the server waits for all clients, or for those that it has drawn, and takes the mean",
       .source = "parameter server: Li et al., OSDI 2014; FedAvg: McMahan et al., AISTATS 2017 (arXiv:1602.05629); in "
                 "codes, FedPAQ: Reisizadeh et al., AISTATS 2020 (arXiv:1909.13014)",
       .keys = {"downlink", "clients_per_round", "sampling"},
       .has_rounds = true,
       .make_server = synchronous},
  };
  return methods;
}

const ServerMethod& server_method(std::string_view name) {
  const auto& methods = server_methods();
  return *std::find_if(methods.begin(), methods.end(), [name](const auto& each) { return each.name == name; });
}

}  // namespace lowband
