// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/difference_pair.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

namespace {

/// vector <- vector + what `code` tells.
void add_decoded(const ModelCodec& codec, std::span<const std::byte> code, FloatBuffer& vector) {
  thread_local FloatBuffer decoded;
  decoded.resize(vector.size());
  codec.decode(code, 0, decoded);
  for (std::size_t k = 0; k < vector.size(); ++k) vector[k] += decoded[k];
}

}  // namespace

Message DifferencePair::tell(int peer, const SharedModel& model, Stream random) {
  FloatBuffer& own = told(peer).own;
  const FloatBuffer& x = *model.value();
  thread_local FloatBuffer difference;
  difference.resize(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) difference[k] = x[k] - own[k];
  const auto code = codes_.take();
  codec_.encode(difference, 0, random, *code);
  add_decoded(codec_, *code, own);
  return {code, x.size()};
}

Message DifferencePair::outline() const { return code_outline(codec_, {0, codec_.size()}); }

void DifferencePair::take(int peer, const Message& theirs, SharedModel& model) {
  Told& told = this->told(peer);
  add_decoded(codec_, theirs.content(), told.theirs);
  model.change([&](std::span<const float> x, std::span<float> next) {
    for (std::size_t k = 0; k < x.size(); ++k) next[k] = x[k] + half_step_ * (told.theirs[k] - told.own[k]);
  });
}

double DifferencePair::tell_flops() const {
  const std::size_t size = codec_.size();
  return codec_.encode_flops(0, size) + codec_.decode_flops(0, size) + 2.0 * static_cast<double>(size);
}

double DifferencePair::take_flops() const {
  const std::size_t size = codec_.size();
  return codec_.decode_flops(0, size) + 4.0 * static_cast<double>(size);
}

}  // namespace lowband
