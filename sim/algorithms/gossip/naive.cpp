#include "sim/algorithms/gossip/naive.hpp"

namespace lowband {

void NaiveGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = model.size();
  Message message;
  worker.compute(codec_.encode_flops(0, size), [&] {
    const auto code = codes_.take();
    Stream random = worker.random(Purpose::quantization, synchronisations_);
    codec_.encode(model, 0, random, *code);
    message = Message(code, size);
  });
  ++synchronisations_;
  const auto received = row_.exchange(worker, message);
  const double decodes = static_cast<double>(row_.degree() + 1);
  worker.compute(decodes * codec_.decode_flops(0, size) + row_.mix_flops(size), [&] {
    const auto decoded = [this, &model](const Message& from) {
      FloatBuffer vector = model;  // what codecs that read the receiver's own vector go by
      codec_.decode(from.content(), 0, vector);
      return vector;
    };
    const FloatBuffer own = decoded(message);
    std::vector<FloatBuffer> models;
    for (const auto& from : received) models.push_back(decoded(from));
    row_.mix(own, std::vector<std::span<const float>>(models.begin(), models.end()), model);
  });
}

}  // namespace lowband
