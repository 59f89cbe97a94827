// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/bounded_delay_server.hpp"

#include <algorithm>

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/parameter_server/periods_of.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void BoundedDelayServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  read_.assign(static_cast<std::size_t>(clients_), 0);
  iterations_ = read_;
  lift_bound(reporter.iterations());
  model_.receive_initial(worker, reporter);
  while (true) {
    for (const auto& [client, change] : next_arrivals(worker, tags::update)) take(worker, reporter, client, change);
    answer(worker);
  }
}

void BoundedDelayServer::take(Worker& worker, Reporter& reporter, int client, const Message& change) {
  const auto index = static_cast<std::size_t>(client);
  reporter.took(version_ - read_[index]);
  model_.take(worker, client, change);
  model_.step(worker, reporter, static_cast<float>(clients_));
  ++version_;
  ++iterations_[index];
  readers_.insert(client);
}

void BoundedDelayServer::answer(Worker& worker) {
  const std::uint64_t least = *std::min_element(iterations_.begin(), iterations_.end());
  for (auto reader = readers_.begin(); reader != readers_.end();) {
    if (!may_read(*reader, least)) {
      ++reader;
      continue;
    }
    read_[static_cast<std::size_t>(*reader)] = version_;
    worker.send(*reader, tags::served, model_.message());
    reader = readers_.erase(reader);
  }
}

bool BoundedDelayServer::may_read(int client, std::uint64_t least_iterations) const {
  if (!max_delay_) return true;
  return iterations_[static_cast<std::size_t>(client)] <= least_iterations + static_cast<std::uint64_t>(*max_delay_);
}

void BoundedDelayServer::lift_bound(std::uint64_t steps) {
  if (!max_delay_) return;
  const auto tau = static_cast<std::uint64_t>(*max_delay_);
  if (periods_of(steps, period_, tau + 1) <= tau) max_delay_.reset();
}

}  // namespace lowband
