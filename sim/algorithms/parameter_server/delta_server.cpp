// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/delta_server.hpp"

#include "sim/algorithms/parameter_server/arrivals.hpp"
#include "sim/algorithms/parameter_server/first_client.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void DeltaServer::run(Worker& worker, Learner* /*none*/, Reporter& reporter) {
  versions_.assign(setting_.keys.size(), 0);
  seen_.assign(static_cast<std::size_t>(setting_.clients), Seen{.versions = versions_});
  receive_initial(worker, reporter);
  while (true) {
    std::vector<Request> requests;
    for (const auto& [client, delta] : next_arrivals(worker, tags::update)) {
      requests.push_back(add(worker, reporter, client, delta));
    }
    for (const Request& request : requests) answer(worker, reporter, request);
  }
}

void DeltaServer::receive_initial(Worker& worker, Reporter& reporter) {
  const InitialShard initial(worker, setting_.has_buffers, setting_.shard.size);
  parameters_end_ = setting_.shard.first + initial.parameters();
  const auto told = told_.take();
  worker.compute(0.0, [&] {
    initial.read(*told);
    store_.begin(*told);
  });
  reporter.serves(worker, setting_.shard.first, *told);
}

DeltaServer::Request DeltaServer::add(Worker& worker, Reporter& reporter, int client, const Message& delta) {
  Seen& seen = seen_[static_cast<std::size_t>(client)];
  const Request request{client, seen.next_key};
  seen.next_key = (seen.next_key + 1) % setting_.keys.size();
  const CoordinateRange key = setting_.keys[request.key];
  const double weight = key.first < parameters_end_ ? 1.0 : 1.0 / setting_.clients;
  reporter.took(versions_[request.key] - seen.versions[request.key]);
  worker.compute(store_.add_flops(key), [&] { store_.add(key, delta.content(), weight); });
  ++versions_[request.key];
  return request;
}

void DeltaServer::answer(Worker& worker, Reporter& reporter, const Request& request) {
  const CoordinateRange key = setting_.keys[request.key];
  const auto told = told_.take();
  Message value;
  worker.compute_messages(
      static_cast<double>(key.size),
      [&] {
        store_.read(key, *told);
        value = Message(told);
      },
      [&] { value = Message::without_content(key.size * sizeof(float), key.size); });
  seen_[static_cast<std::size_t>(request.client)].versions[request.key] = versions_[request.key];
  reporter.serves(worker, key.first, *told);
  worker.send(request.client, tags::value, std::move(value));
}

}  // namespace lowband
