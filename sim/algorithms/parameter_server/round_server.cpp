// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/round_server.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void RoundServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  const int clients = setting_.clients;
  model_.receive_initial(worker, reporter);
  const bool is_in_step = !setting_.period.seconds();
  std::uint64_t iteration = 0;  // where all are in step
  for (std::uint64_t round = 1;; ++round) {
    for (int client = 0; client < clients; ++client) {
      model_.take(worker, client, worker.receive(client, tags::change));
    }
    if (is_in_step) iteration = setting_.period.end(iteration, round - 1, reporter.iterations());
    model_.step(worker, reporter, static_cast<float>(setting_.divisor), iteration);
    const bool is_last = iteration == reporter.iterations();
    for (int client = 0; client < clients; ++client) {
      if (is_last || setting_.pulls.pulls(client, round)) worker.send(client, tags::served, model_.message());
    }
  }
}

}  // namespace lowband
