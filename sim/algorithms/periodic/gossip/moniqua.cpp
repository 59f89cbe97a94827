// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/moniqua.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

void Moniqua::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = codec_.size();
  Message message;
  worker.compute_messages(
      codec_.encode_flops(0, size),
      [&] {
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, synchronisations_);
        codec_.encode(model, 0, random, *code);
        message = Message(code, size);
      },
      [&] {
        message = code_outline(codec_, {0, size});
      });
  ++synchronisations_;
  const auto received = row_.exchange(worker, message);
  const double decodes = static_cast<double>(row_.degree() + 1) * codec_.decode_flops(0, size);
  worker.compute(decodes + row_.mix_flops(size) + 2.0 * static_cast<double>(size), [&] {
    thread_local std::vector<FloatBuffer> read;
    read.resize(row_.degree() + 1);
    for (FloatBuffer& vector : read) vector = model;
    for (std::size_t j = 0; j < received.size(); ++j) codec_.decode(received[j].content(), 0, read[j]);
    FloatBuffer& own = read.back();
    codec_.decode(message.content(), 0, own);
    const std::vector<std::span<const float>> theirs(read.begin(), read.end() - 1);
    thread_local FloatBuffer mixed;
    mixed.resize(size);
    row_.mix(own, theirs, mixed);
    for (std::size_t k = 0; k < size; ++k) model[k] += mixed[k] - own[k];
  });
}

}  // namespace lowband
