// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/modulo_pair.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

Message ModuloPair::tell(int /*peer*/, const SharedModel& model, Stream random) {
  const auto code = codes_.take();
  own_ = *model.value();
  codec_.encode(own_, 0, random, *code);
  codec_.decode(*code, 0, own_);
  return {code, own_.size()};
}

Message ModuloPair::outline() const { return code_outline(codec_, {0, codec_.size()}); }

void ModuloPair::take(int /*peer*/, const Message& theirs, SharedModel& model) {
  thread_local FloatBuffer read;
  read = *model.value();
  codec_.decode(theirs.content(), 0, read);
  model.change([&, &other = read](std::span<const float> x, std::span<float> next) {
    for (std::size_t k = 0; k < x.size(); ++k) next[k] = x[k] + 0.5F * (other[k] - own_[k]);
  });
}

double ModuloPair::tell_flops() const {
  return codec_.encode_flops(0, codec_.size()) + codec_.decode_flops(0, codec_.size());
}

double ModuloPair::take_flops() const {
  return codec_.decode_flops(0, codec_.size()) + 3.0 * static_cast<double>(codec_.size());
}

}  // namespace lowband
