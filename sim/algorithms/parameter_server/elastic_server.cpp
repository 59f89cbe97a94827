// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/elastic_server.hpp"

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ElasticServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  centre_.receive_initial(worker, reporter);
  while (true) {
    for (const int client : take(worker, reporter)) {
      read_[static_cast<std::size_t>(client)] = moves_;
      worker.send(client, tags::served, centre_.message());
    }
  }
}

std::set<int> ElasticServer::take(Worker& worker, Reporter& reporter) {
  std::set<int> readers;
  for (const auto& [client, message] : next_arrivals(worker, tags::update)) {
    if (message.coordinates() == 0) {
      readers.insert(client);
      continue;
    }
    reporter.took(moves_++ - read_[static_cast<std::size_t>(client)]);
    centre_.take(worker, client, message);
  }
  if (centre_.taken() > 0) centre_.step(worker, reporter, 1.0F);
  return readers;
}

}  // namespace lowband
