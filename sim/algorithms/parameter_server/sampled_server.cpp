// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/sampled_server.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "sim/algorithms/tags.hpp"

namespace lowband {

std::vector<int> sampled_clients(Stream random, std::span<const int> clients, int count) {
  const std::size_t wanted = std::min(static_cast<std::size_t>(count), clients.size());
  std::set<std::size_t> places;
  for (std::size_t last = clients.size() - wanted; last < clients.size(); ++last) {
    const std::size_t place = random.below(static_cast<std::uint32_t>(last) + 1);
    if (!places.insert(place).second) places.insert(last);
  }
  std::vector<int> sampled;
  for (const std::size_t place : places) sampled.push_back(clients[place]);
  return sampled;
}

std::vector<int> SampledServer::available(Worker& worker) const {
  while (true) {
    std::vector<int> clients;
    const double now = worker.now();
    double first = std::numeric_limits<double>::infinity();
    for (int client = 0; client < setting_.clients; ++client) {
      const double from = worker.available_from(client);
      first = std::min(first, from);
      if (from <= now) clients.push_back(client);
    }
    if (!clients.empty()) return clients;
    worker.sleep_until(first);
  }
}

std::vector<int> clients_by_samples(Stream random, std::span<const int> clients, int count,
                                    std::span<const std::uint64_t> samples) {
  std::vector<std::uint64_t> left;
  for (const int client : clients) left.push_back(samples[static_cast<std::size_t>(client)]);
  std::uint64_t all = std::accumulate(left.begin(), left.end(), std::uint64_t{0});
  std::vector<int> drawn;
  while (drawn.size() < static_cast<std::size_t>(count) && all > 0) {
    std::uint64_t sample = random.below(static_cast<std::uint32_t>(all));
    std::size_t place = 0;
    while (sample >= left[place]) sample -= left[place++];
    all -= std::exchange(left[place], 0);
    drawn.push_back(clients[place]);
  }
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

void SampledServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  for (std::uint32_t round = 0;; ++round) {
    const Stream random = worker.random_of(setting_.first_server, Purpose::clients, round, 0);
    const auto sampled = setting_.draw(random, available(worker));
    for (const int client : sampled) worker.send(client, tags::served, model_.message());
    for (const int client : sampled) model_.take(worker, client, worker.receive(client, tags::change));
    model_.step(worker, reporter, static_cast<float>(sampled.size()));
    for (const int client : sampled) worker.send(client, tags::receipt, Message());
  }
}

}  // namespace lowband
