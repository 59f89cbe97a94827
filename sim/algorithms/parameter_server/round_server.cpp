#include "sim/algorithms/parameter_server/round_server.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void RoundServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  model_.receive_initial(worker, reporter);
  while (true) {
    for (int client = 0; client < clients_; ++client) {
      model_.take(worker, client, worker.receive(client, tags::change));
    }
    model_.step(worker, reporter, static_cast<float>(clients_));
    for (int client = 0; client < clients_; ++client) worker.send(client, tags::served, model_.message());
  }
}

}  // namespace lowband
