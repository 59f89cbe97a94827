// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/client_model.hpp"

#include <algorithm>
#include <memory>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void ClientModel::push(Worker& worker, Tag tag, const FloatBuffer& model) {
  up_.tell(worker, tag, 1.0, [&](CoordinateRange range, std::span<float> difference) {
    const auto end = range.of(std::span<const float>(model));
    const auto start = range.of(std::span<const float>(start_));
    for (std::size_t k = 0; k < range.size; ++k) difference[k] = end[k] - start[k];
  });
}

void ClientModel::pull(Worker& worker, FloatBuffer& model) {
  const Shards& shards = up_.shards();
  for (int shard = 0; shard < shards.count(); ++shard) {
    adopt(worker, worker.receive(shards.rank(shard), tags::served), shards.range(shard), model);
  }
}

void ClientModel::go_on_from(Worker& worker, const FloatBuffer& model) {
  worker.compute(0.0, [&] { std::copy(model.begin(), model.end(), start_.begin()); });
}

void ClientModel::adopt(Worker& worker, const Message& served, CoordinateRange range, FloatBuffer& model) {
  double flops = 0.0;
  if (down_) flops = down_->decode_flops(range.first, range.size) + static_cast<double>(range.size);
  worker.compute(flops, [&] {
    const auto start = range.of(std::span<float>(start_));
    if (down_) {
      const auto decoded = served.once([&] {
        auto vector = std::make_shared<FloatBuffer>(range.size);
        down_->decode(served.content(), range.first, *vector);
        return vector;
      });
      for (std::size_t k = 0; k < range.size; ++k) start[k] += (*decoded)[k];
    } else {
      const auto floats = served.floats();
      std::copy(floats.begin(), floats.end(), start.begin());
    }
    std::copy(start.begin(), start.end(), range.of(std::span<float>(model)).begin());
  });
}

}  // namespace lowband
