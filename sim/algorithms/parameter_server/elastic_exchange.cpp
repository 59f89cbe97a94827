#include "sim/algorithms/parameter_server/elastic_exchange.hpp"

#include <algorithm>

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ElasticExchange::ask(Worker& worker) const {
  for (int shard = 0; shard < shards_.count(); ++shard) worker.send(shards_.rank(shard), tags::update, Message());
}

void ElasticExchange::read(Worker& worker) {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    const Message served = worker.receive(shards_.rank(shard), tags::served);
    worker.compute(0.0, [&] {
      const auto floats = served.floats();
      std::copy(floats.begin(), floats.end(), shards_.range(shard).of(std::span<float>(centre_)).begin());
    });
  }
}

void ElasticExchange::tell(Worker& worker, Tag tag, Learner& learner) {
  worker.compute(learner.look_ahead_flops() + 2.0 * size(), [&] {
    move_ = learner.exchanged();
    learner.without_look_ahead(std::span<float>(move_).first(learner.model().size()));
    for (std::size_t k = 0; k < move_.size(); ++k) move_[k] = elasticity_ * (move_[k] - centre_[k]);
  });
  for (int shard = 0; shard < shards_.count(); ++shard) worker.send(shards_.rank(shard), tag, code(worker, shard));
  ++exchanges_;
}

/// Decodes it, too, into its own place.
Message ElasticExchange::code(Worker& worker, int shard) {
  const CoordinateRange range = shards_.range(shard);
  Message message;
  worker.compute_messages(
      codec_.encode_flops(range.first, range.size) + codec_.decode_flops(range.first, range.size),
      [&] {
        const auto move = range.of(std::span<float>(move_));
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, exchanges_, static_cast<std::uint32_t>(shard));
        codec_.encode(move, range.first, random, *code);
        codec_.decode(*code, range.first, move);
        message = Message(code, range.size);
      },
      [&] { message = code_outline(codec_, range); });
  return message;
}

void ElasticExchange::move(Worker& worker, FloatBuffer& model) const {
  worker.compute(size(), [&] {
    for (std::size_t k = 0; k < model.size(); ++k) model[k] -= move_[k];
  });
}

}  // namespace lowband
