#include "sim/algorithms/gossip/plain.hpp"

#include <memory>

namespace lowband {

void PlainGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = model.size();
  const auto own = std::make_shared<const FloatBuffer>(std::move(model));
  const auto received = row_.exchange(worker, Message(own));
  worker.compute(row_.mix_flops(size), [&] {
    std::vector<std::span<const float>> theirs;
    for (const auto& message : received) theirs.push_back(message.floats());
    model = FloatBuffer(size);
    row_.mix(*own, theirs, model);
  });
}

}  // namespace lowband
