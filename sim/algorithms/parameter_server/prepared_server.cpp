#include "sim/algorithms/parameter_server/prepared_server.hpp"

#include <stdexcept>

#include "sim/algorithms/parameter_server/client.hpp"
#include "sim/algorithms/parameter_server/first_client.hpp"
#include "sim/algorithms/parameter_server/server_synchroniser.hpp"

namespace lowband {

std::vector<std::pair<int, int>> PreparedServer::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int client = 0; client < workers(); ++client) {
    pairs.emplace_back(client, workers());
    pairs.emplace_back(workers(), client);
  }
  return pairs;
}

std::unique_ptr<Node> PreparedServer::node(int rank) const {
  if (rank == workers()) return server();
  if (rank > 0) return client(rank);
  return std::make_unique<FirstClient>(workers(), server_.exchanges_buffers(), client(rank));
}

std::unique_ptr<Node> PreparedServer::server() const {
  if (exchanged_.empty()) throw std::logic_error("a server was not told of the tensors of its model");
  return server_.method().make_server(
      {.algorithm = server_, .clients = workers(), .model = server_.server_model(exchanged_)});
}

std::unique_ptr<Node> PreparedServer::client(int rank) const {
  if (server_.is_in_step()) return PeriodicMethod::node(rank);
  Client::Setting setting{.period = server_.period(),
                          .server = workers(),
                          .model = [&server = server_](const FloatBuffer& initial, const Layout& layout) {
                            return server.client_model(initial, layout);
                          }};
  if (server_.method().has_rounds) return std::make_unique<SampledClient>(std::move(setting));
  return std::make_unique<AnsweredClient>(std::move(setting));
}

std::unique_ptr<Synchroniser> PreparedServer::synchroniser(int /*rank*/, const FloatBuffer& initial,
                                                           const Layout& layout) const {
  return std::make_unique<ServerSynchroniser>(server_.client_model(initial, layout), workers());
}

}  // namespace lowband
