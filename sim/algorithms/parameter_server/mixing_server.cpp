// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/mixing_server.hpp"

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void MixingServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  for (Start& start : started_) start = {version_, model_.model()};
  while (true) {
    const auto arrivals = next_arrivals(worker, tags::update);
    for (const auto& [client, change] : arrivals) take(worker, reporter, client, change);
    for (const auto& [client, change] : arrivals) {
      started_[static_cast<std::size_t>(client)] = {version_, model_.model()};
      worker.send(client, tags::served, model_.message());
    }
  }
}

void MixingServer::take(Worker& worker, Reporter& reporter, int client, const Message& change) {
  const Start& start = started_[static_cast<std::size_t>(client)];
  const std::uint64_t staleness = version_ - start.version;
  reporter.took(staleness);
  model_.take_model(worker, client, change, *start.model,
                    static_cast<float>(setting_.mixing * setting_.staleness.weight(staleness)));
  model_.step(worker, reporter, 1.0F);
  ++version_;
}

}  // namespace lowband
