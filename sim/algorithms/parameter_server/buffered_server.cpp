// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/buffered_server.hpp"

#include <algorithm>

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void BufferedServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  started_.assign(static_cast<std::size_t>(setting_.clients), 0);
  model_.receive_initial(worker, reporter);
  while (true) {
    for (const auto& [client, change] : next_arrivals(worker, tags::update)) take(worker, reporter, client, change);
    answer(worker);
  }
}

void BufferedServer::take(Worker& worker, Reporter& reporter, int client, const Message& change) {
  const std::uint64_t staleness = version_ - started_[static_cast<std::size_t>(client)];
  const auto weight = static_cast<float>(setting_.staleness.weight(staleness));
  reporter.took(staleness);
  model_.take(worker, client, change, weight);
  weights_ += static_cast<double>(weight);
  auto& waits_in = setting_.restarts_after_flush ? in_buffer_ : may_restart_;
  waits_in.push_back(client);
  if (model_.taken() < static_cast<std::size_t>(setting_.buffer)) return;
  model_.step(worker, reporter, static_cast<float>(setting_.divides_by_weights ? weights_ : setting_.buffer));
  weights_ = 0.0;
  ++version_;
  may_restart_.insert(may_restart_.end(), in_buffer_.begin(), in_buffer_.end());
  in_buffer_.clear();
}

void BufferedServer::answer(Worker& worker) {
  std::sort(may_restart_.begin(), may_restart_.end());
  for (const int client : may_restart_) {
    started_[static_cast<std::size_t>(client)] = version_;
    worker.send(client, tags::served, model_.message());
  }
  may_restart_.clear();
}

}  // namespace lowband
