#include "sim/algorithms/parameter_server/first_client.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void FirstClient::run(Worker& worker, Learner* learner, Reporter& reporter) {
  const std::size_t parameters = learner->parameter_count();
  tell(worker, learner->model(), parameters);
  if (tells_buffers_) tell(worker, learner->buffers(), size_of(learner->exchanged_layout()) - parameters);
  program_->run(worker, learner, reporter);
}

void FirstClient::tell(Worker& worker, std::span<const float> vector, std::size_t size) const {
  Message message;
  worker.compute_messages(
      0.0, [&] { message = Message(std::make_shared<const FloatBuffer>(vector.begin(), vector.end())); },
      [&] { message = Message::without_content(size * sizeof(float), size); });
  worker.send(server_, tags::initial, std::move(message));
}

}  // namespace lowband
