// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/replicated.hpp"

#include <utility>

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

Replicated::Replicated(MixingRow row, ModelCodec codec, const FloatBuffer& initial)
    : row_(std::move(row)),
      codec_(std::move(codec)),
      own_(std::make_shared<const FloatBuffer>(initial)),
      neighbours_(row_.degree(), own_) {}

void Replicated::mix(std::span<float> mixed) const {
  std::vector<std::span<const float>> theirs;
  theirs.reserve(neighbours_.size());
  for (const auto& vector : neighbours_) theirs.emplace_back(*vector);
  row_.mix(*own_, theirs, mixed);
}

void Replicated::step_towards_neighbours(std::span<float> model, float step) const {
  thread_local FloatBuffer mixed;
  mixed.resize(model.size());
  mix(mixed);
  for (std::size_t k = 0; k < model.size(); ++k) model[k] += step * (mixed[k] - (*own_)[k]);
}

double Replicated::step_flops() const { return row_.mix_flops(size()) + 3.0 * static_cast<double>(size()); }

double Replicated::announce_flops() const { return codec_.encode_flops(0, size()) + codec_.decode_flops(0, size()); }

Message Replicated::outline() const { return code_outline(codec_, {0, size()}); }

double Replicated::take_flops(double update_flops) const {
  return static_cast<double>(row_.degree()) *
         (codec_.decode_flops(0, size()) + update_flops * static_cast<double>(size()));
}

std::shared_ptr<const Code> Replicated::encode(std::span<const float> vector, Stream random) {
  auto code = codes_.take();
  codec_.encode(vector, 0, random, *code);
  return code;
}

std::span<const float> Replicated::decoded(std::span<const std::byte> code) const {
  thread_local FloatBuffer vector;
  vector.resize(own_->size());
  codec_.decode(code, 0, vector);
  return vector;
}

}  // namespace lowband
