#include "sim/algorithms/parameter_server/client_model.hpp"

#include <algorithm>
#include <memory>

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ClientModel::push(Worker& worker, Tag tag, const FloatBuffer& model) {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    worker.send(shards_.rank(shard), tag, change(worker, model, shard));
  }
  ++pushes_;
}

void ClientModel::pull(Worker& worker, FloatBuffer& model) {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    adopt(worker, worker.receive(shards_.rank(shard), tags::served), shards_.range(shard), model);
  }
}

Message ClientModel::change(Worker& worker, const FloatBuffer& model, int shard) {
  const CoordinateRange range = shards_.range(shard);
  Message message;
  worker.compute_messages(
      static_cast<double>(range.size) + up_.encode_flops(range.first, range.size),
      [&] {
        thread_local FloatBuffer difference;
        difference.resize(range.size);
        const auto end = range.of(std::span<const float>(model));
        const auto start = range.of(std::span<const float>(start_));
        for (std::size_t k = 0; k < range.size; ++k) difference[k] = end[k] - start[k];
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, pushes_, static_cast<std::uint32_t>(shard));
        up_.encode(difference, range.first, random, *code);
        message = Message(code, range.size);
      },
      [&] { message = code_outline(up_, range); });
  return message;
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
