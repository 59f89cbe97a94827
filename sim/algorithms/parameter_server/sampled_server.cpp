#include "sim/algorithms/parameter_server/sampled_server.hpp"

#include <set>

#include "sim/algorithms/tags.hpp"

namespace lowband {

std::vector<int> sampled_clients(Stream random, int count, int clients) {
  std::set<int> sampled;
  for (int last = clients - count; last < clients; ++last) {
    const auto client = static_cast<int>(random.below(static_cast<std::uint32_t>(last) + 1));
    if (!sampled.insert(client).second) sampled.insert(last);
  }
  return {sampled.begin(), sampled.end()};
}

void SampledServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  for (std::uint32_t round = 0;; ++round) {
    const Stream random = worker.random_of(setting_.first_server, Purpose::clients, round, 0);
    const auto sampled = sampled_clients(random, setting_.clients_per_round, setting_.clients);
    for (const int client : sampled) worker.send(client, tags::served, model_.message());
    for (const int client : sampled) model_.take(worker, client, worker.receive(client, tags::change));
    model_.step(worker, reporter, static_cast<float>(setting_.clients_per_round));
    for (const int client : sampled) worker.send(client, tags::receipt, Message());
  }
}

}  // namespace lowband
