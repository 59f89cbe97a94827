// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/prepared_server.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/algorithms/parameter_server/first_client.hpp"
#include "sim/algorithms/parameter_server/periods_of.hpp"
#include "sim/algorithms/parameter_server/server_synchroniser.hpp"
#include "sim/algorithms/rehearsal.hpp"

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

Json PreparedServer::settled() const {
  return server_.is_elastic() ? server_.elastic_averaging().settled(workers()) : Json::object();
}

std::vector<std::string> PreparedServer::warnings(const Layout& /*exchanged*/, std::uint64_t iterations) const {
  std::vector<std::string> lines;
  if (server_.is_elastic()) lines = server_.elastic_averaging().warnings(workers());
  if (const auto max_delay = server_.max_delay()) {
    if (auto line = warning_of_delay(static_cast<std::uint64_t>(*max_delay), iterations); !line.empty())
      lines.push_back(std::move(line));
  }
  if (server_.method().has("buffer")) {
    if (auto line = warning_of_buffer(iterations); !line.empty()) lines.push_back(std::move(line));
  }
  if (auto line = warning_of_first_period(iterations); !line.empty()) lines.push_back(std::move(line));
  if (workers() == 1 && server_.has_own_staleness()) {
    lines.emplace_back("what a client alone changes is never stale: \"staleness\" has no effect");
  }
  return lines;
}

/// What a period has changed is told beside the next one, or after its first step.
std::string PreparedServer::warning_of_first_period(std::uint64_t iterations) const {
  const bool tells_beside = server_.is_elastic() || server_.method().has_store;
  if (!tells_beside || iterations == 0 || server_.period().steps(0, 0) < iterations) return "";
  return fmt::format(
      "\"{}\" tells what a period of local steps has changed beside the steps after it, and the first period ends with "
      "training, {} step{}: the servers learn nothing",
      server_.method().name, iterations, iterations == 1 ? "" : "s");
}

std::string PreparedServer::warning_of_delay(std::uint64_t max_delay, std::uint64_t iterations) const {
  if (workers() == 1) return "a client alone waits for nobody: \"max_delay\" has no effect";
  const std::uint64_t own = periods_of(iterations, server_.period(), max_delay + 1);
  if (own > max_delay) return "";
  return fmt::format("\"max_delay\" is {}, and training is of {} iterations of each client: nobody waits", max_delay,
                     own);
}

std::string PreparedServer::warning_of_buffer(std::uint64_t iterations) const {
  const auto buffer = static_cast<std::uint64_t>(server_.buffer());
  const std::uint64_t changes =
      static_cast<std::uint64_t>(workers()) * periods_of(iterations, server_.period(), buffer);
  if (changes >= buffer) return "";
  return fmt::format(
      "a \"buffer\" of {} changes is not full before training ends, after about {}: the server makes no step", buffer,
      changes);
}

std::unique_ptr<Node> PreparedServer::node(int rank) const {
  if (rank >= workers()) return server(rank - workers());
  if (rank > 0) return client(rank);
  return std::make_unique<FirstClient>(shards_, server_.exchanges_buffers(), client(rank));
}

std::unique_ptr<Node> PreparedServer::server(int shard) const {
  if (exchanged_.empty()) throw std::logic_error("a server was not told of the tensors of its model");
  if (server_.draws_by_samples() && samples_.empty()) {
    throw std::logic_error("a server was not told how many training samples its clients have");
  }
  return server_.method().make_server({.algorithm = server_,
                                       .clients = workers(),
                                       .samples = samples_,
                                       .exchanged = exchanged_,
                                       .shards = shards_,
                                       .shard = shard,
                                       .model = server_.server_model(exchanged_, shards_.range(shard))});
}

std::unique_ptr<Node> PreparedServer::client(int rank) const {
  const ServerMethod& method = server_.method();
  if (server_.is_in_step() && method.make_synchroniser) return PeriodicMethod::node(rank);
  return method.make_client(client_setting(rank));
}

std::unique_ptr<Synchroniser> PreparedServer::synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const {
  const auto setting = client_setting(rank);
  return server_.method().make_synchroniser(setting, setting.model(initial, layout));
}

ServerMethod::ClientSetting PreparedServer::client_setting(int rank) const {
  return {.algorithm = server_,
          .clients = workers(),
          .rank = rank,
          .weight = weight(rank),
          .model = [this, rank](const FloatBuffer& initial, const Layout& layout) {
            return server_.client_model(initial, layout, workers(), weight(rank));
          }};
}

std::vector<ClosedForm> PreparedServer::closed_forms(const Layout& exchanged) const {
  const ServerMethod& method = server_.method();
  if (!method.closed_forms) return {ClosedForm::none("no closed form is known of this method")};
  Rehearsal client(0, workers() + server_.shards());
  FloatBuffer model;
  // How often it counts is an operation more, or none.
  ServerSynchroniser(server_.client_model(model, exchanged, workers(), 1.0), {.pulls = PullSchedule::always()})
      .synchronise(client, model);
  const Shards shards(workers(), size_of(exchanged), server_.shards());
  return method.closed_forms({.algorithm = server_,
                              .clients = workers(),
                              .client = client,
                              .server = server_.server_model(exchanged, shards.range(0))});
}

}  // namespace lowband
