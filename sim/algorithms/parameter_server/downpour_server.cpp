// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/downpour_server.hpp"

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void DownpourServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  while (true) {
    std::vector<int> readers;
    for (const auto& [client, message] : next_arrivals(worker, tags::update)) {
      if (message.coordinates() == 0) {
        readers.push_back(client);
      } else {
        take(worker, reporter, client, message);
      }
    }
    for (const int client : readers) {
      read_[static_cast<std::size_t>(client)] = version_;
      worker.send(client, tags::fetched, model_.message());
    }
  }
}

void DownpourServer::take(Worker& worker, Reporter& reporter, int client, const Message& push) {
  reporter.took(version_ - read_[static_cast<std::size_t>(client)]);
  model_.take(worker, client, push);
  model_.step(worker, reporter, 1.0F);
  ++version_;
}

}  // namespace lowband
