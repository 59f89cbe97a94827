// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/elastic_exchange.hpp"

#include <algorithm>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void ElasticExchange::ask(Worker& worker) const {
  const Shards& shards = uplink_.shards();
  for (int shard = 0; shard < shards.count(); ++shard) worker.send(shards.rank(shard), tags::update, Message());
}

void ElasticExchange::read(Worker& worker) {
  const Shards& shards = uplink_.shards();
  for (int shard = 0; shard < shards.count(); ++shard) {
    const Message served = worker.receive(shards.rank(shard), tags::served);
    worker.compute(0.0, [&] {
      const auto floats = served.floats();
      std::copy(floats.begin(), floats.end(), shards.range(shard).of(std::span<float>(centre_)).begin());
    });
  }
}

void ElasticExchange::tell(Worker& worker, Tag tag, Learner& learner) {
  worker.compute(learner.look_ahead_flops(), [&] {
    move_ = learner.exchanged();
    learner.without_look_ahead(std::span<float>(move_).first(learner.model().size()));
  });
  uplink_.tell_and_read(
      worker, tag, 2.0,
      [&](CoordinateRange range, std::span<float> e) {
        const auto x = range.of(std::span<const float>(move_));
        const auto c = range.of(std::span<const float>(centre_));
        for (std::size_t k = 0; k < e.size(); ++k) e[k] = elasticity_ * (x[k] - c[k]);
      },
      [&](CoordinateRange range, std::span<const float> told) {
        std::copy(told.begin(), told.end(), range.of(std::span<float>(move_)).begin());
      });
}

void ElasticExchange::move(Worker& worker, FloatBuffer& model) const {
  const float share = 1.0F / uplink_.weight();
  worker.compute((share != 1.0F ? 2.0 : 1.0) * static_cast<double>(uplink_.size()), [&] {
    for (std::size_t k = 0; k < model.size(); ++k) model[k] -= share * move_[k];
  });
}

}  // namespace lowband
