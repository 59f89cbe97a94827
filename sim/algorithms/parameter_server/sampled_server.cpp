#include "sim/algorithms/parameter_server/sampled_server.hpp"

#include <algorithm>
#include <numeric>
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

std::vector<int> clients_by_samples(Stream random, int count, std::span<const std::uint64_t> samples) {
  std::vector<std::uint64_t> left(samples.begin(), samples.end());
  std::uint64_t all = std::accumulate(left.begin(), left.end(), std::uint64_t{0});
  std::vector<int> drawn;
  while (drawn.size() < static_cast<std::size_t>(count)) {
    std::uint64_t sample = random.below(static_cast<std::uint32_t>(all));
    std::size_t client = 0;
    while (sample >= left[client]) sample -= left[client++];
    all -= std::exchange(left[client], 0);
    drawn.push_back(static_cast<int>(client));
  }
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

void SampledServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  for (std::uint32_t round = 0;; ++round) {
    const auto sampled = setting_.draw(worker.random_of(setting_.first_server, Purpose::clients, round, 0));
    for (const int client : sampled) worker.send(client, tags::served, model_.message());
    for (const int client : sampled) model_.take(worker, client, worker.receive(client, tags::change));
    model_.step(worker, reporter, static_cast<float>(setting_.clients_per_round));
    for (const int client : sampled) worker.send(client, tags::receipt, Message());
  }
}

}  // namespace lowband
