#include "sim/algorithms/gossip/naive.hpp"

#include <memory>

namespace lowband {

void NaiveGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto code = std::make_shared<Code>();
  Message message;
  worker.compute(codec_.encode_flops(model.size()), [&] {
    Stream random = worker.random(Purpose::quantization, synchronisations_);
    codec_.encode(model, random, *code);
    message = Message(code, model.size());
  });
  ++synchronisations_;
  const auto received = row_.exchange(worker, message);
  const double decodes = static_cast<double>(row_.degree() + 1);
  worker.compute(decodes * codec_.decode_flops(model.size()) + row_.mix_flops(model.size()), [&] {
    const auto decoded = [this, &model](const Message& from) {
      FloatBuffer vector(model.size());
      codec_.decode(from.content(), vector);
      return vector;
    };
    const FloatBuffer own = decoded(message);
    std::vector<FloatBuffer> models;
    for (const auto& from : received) models.push_back(decoded(from));
    row_.mix(own, std::vector<std::span<const float>>(models.begin(), models.end()), model);
  });
}

}  // namespace lowband
