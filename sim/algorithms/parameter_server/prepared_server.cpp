#include "sim/algorithms/parameter_server/prepared_server.hpp"

#include <stdexcept>

#include "sim/algorithms/parameter_server/client.hpp"
#include "sim/algorithms/parameter_server/first_client.hpp"
#include "sim/algorithms/parameter_server/server_synchroniser.hpp"

namespace lowband {

std::vector<std::pair<int, int>> PreparedServer::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int client = 0; client < workers(); ++client) {
    for (int shard = 0; shard < shards_.count(); ++shard) {
      pairs.emplace_back(client, shards_.rank(shard));
      pairs.emplace_back(shards_.rank(shard), client);
    }
  }
  return pairs;
}

std::unique_ptr<Node> PreparedServer::node(int rank) const {
  if (rank >= workers()) return server(rank - workers());
  if (rank > 0) return client(rank);
  return std::make_unique<FirstClient>(shards_, server_.exchanges_buffers(), client(rank));
}

std::unique_ptr<Node> PreparedServer::server(int shard) const {
  if (exchanged_.empty()) throw std::logic_error("a server was not told of the tensors of its model");
  return server_.method().make_server(
      {.algorithm = server_, .clients = workers(), .model = server_.server_model(exchanged_, shards_.range(shard))});
}

std::unique_ptr<Node> PreparedServer::client(int rank) const {
  if (server_.is_in_step()) return PeriodicMethod::node(rank);
  Client::Setting setting{.period = server_.period(),
                          .model = [this](const FloatBuffer& initial, const Layout& layout) {
                            return server_.client_model(initial, layout, workers());
                          }};
  if (!server_.method().has_rounds) return std::make_unique<AnsweredClient>(std::move(setting));
  std::vector<int> servers;
  for (int shard = 0; shard < shards_.count(); ++shard) servers.push_back(shards_.rank(shard));
  return std::make_unique<SampledClient>(std::move(setting), std::move(servers));
}

std::unique_ptr<Synchroniser> PreparedServer::synchroniser(int /*rank*/, const FloatBuffer& initial,
                                                           const Layout& layout) const {
  return std::make_unique<ServerSynchroniser>(server_.client_model(initial, layout, workers()));
}

}  // namespace lowband
