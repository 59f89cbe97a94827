// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/code_samples.hpp"

#include <algorithm>

#include "sim/base/float_buffer.hpp"

namespace lowband {

double CodeSamples::bytes(const Compressor& codec, std::size_t size, std::size_t most) {
  const std::size_t sampled = std::min(size, most);
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = bytes_.try_emplace(sampled, 0.0);
  if (is_new) {
    FloatBuffer sample(sampled);
    Stream random(0, Purpose::quantization, 0, 0);
    for (float& value : sample) value = random.normal();
    Code code;
    codec.encode(sample, random, code);
    known->second = static_cast<double>(code.size());
  }
  return sampled == size ? known->second : known->second * static_cast<double>(size) / static_cast<double>(sampled);
}

}  // namespace lowband
