#include "sim/algorithms/gossip/difference.hpp"

namespace lowband {

DifferenceGossip::DifferenceGossip(MixingRow row, ModelCodec codec, const FloatBuffer& initial)
    : row_(std::move(row)),
      codec_(std::move(codec)),
      own_(initial),
      replicas_(row_.degree(), initial),  // all workers start from the same model
      scratch_(initial.size()) {}

void DifferenceGossip::synchronise(Worker& worker, FloatBuffer& model) {
  const auto size = static_cast<double>(model.size());
  const double advance_flops = codec_.decode_flops(0, model.size()) + size;
  Message message;
  const double encode_flops = codec_.encode_flops(0, model.size());
  worker.compute(row_.mix_flops(model.size()) + 3.0 * size + encode_flops + advance_flops, [&] {
    row_.mix(own_, std::vector<std::span<const float>>(replicas_.begin(), replicas_.end()), scratch_);
    for (std::size_t k = 0; k < model.size(); ++k) scratch_[k] += (model[k] - own_[k]) - own_[k];
    const auto code = codes_.take();
    Stream random = worker.random(Purpose::quantization, synchronisations_);
    codec_.encode(scratch_, 0, random, *code);
    message = Message(code, model.size());
    advance(own_, message);
    model = own_;
  });
  ++synchronisations_;
  const auto received = row_.exchange(worker, message);
  worker.compute(static_cast<double>(row_.degree()) * advance_flops, [&] {
    for (std::size_t j = 0; j < received.size(); ++j) advance(replicas_[j], received[j]);
  });
}

void DifferenceGossip::advance(FloatBuffer& vector, const Message& message) {
  codec_.decode(message.content(), 0, scratch_);
  for (std::size_t k = 0; k < vector.size(); ++k) vector[k] += scratch_[k];
}

}  // namespace lowband
