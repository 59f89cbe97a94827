// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/first_client.hpp"

#include <functional>
#include <stdexcept>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void FirstClient::run(Worker& worker, Learner* learner, Reporter& reporter) {
  const CoordinateRange parameters{0, learner->parameter_count()};
  tell(worker, parameters, learner->model());
  if (tells_buffers_) {
    tell(worker, {parameters.end(), size_of(learner->exchanged_layout()) - parameters.end()}, learner->buffers());
  }
  program_->run(worker, learner, reporter);
}

void FirstClient::tell(Worker& worker, CoordinateRange range, std::span<const float> vector) const {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    const CoordinateRange part = range.within(shards_.range(shard));
    Message message;
    worker.compute_messages(
        0.0,
        [&] {
          const auto floats = vector.subspan(part.first - range.first, part.size);
          message = Message(std::make_shared<const FloatBuffer>(floats.begin(), floats.end()));
        },
        [&] { message = Message::without_content(part.size * sizeof(float), part.size); });
    worker.send(shards_.rank(shard), tags::initial, std::move(message));
  }
}

InitialShard::InitialShard(Worker& worker, bool has_buffers, std::size_t size)
    : parameters_(worker.receive(0, tags::initial)) {
  if (has_buffers) buffers_ = worker.receive(0, tags::initial);
  if (parameters_.coordinates() + buffers_.coordinates() != size)
    throw std::logic_error("a server was made ready for another model than its clients have");
}

void InitialShard::read(FloatBuffer& shard) const {
  shard.clear();
  for (const Message& part : {std::cref(parameters_), std::cref(buffers_)}) {
    if (part.coordinates() == 0) continue;
    const auto floats = part.floats();
    shard.insert(shard.end(), floats.begin(), floats.end());
  }
}

}  // namespace lowband
