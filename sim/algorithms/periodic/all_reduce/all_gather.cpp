// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/all_gather.hpp"

#include <algorithm>
#include <vector>

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void AllGatherAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const std::size_t size = this->size();
  const int workers = collective().workers();
  Message own;
  // Everybody decodes the same codes, so each is decoded once, by its sender, and all pay for it.
  worker.compute_messages(
      codec_.encode_flops(0, size),
      [&] {
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, step);
        codec_.encode(difference, 0, random, *code);
        own = Message(code, size, decoded(*code, size));
      },
      [&] {
        own = code_outline(codec_, {0, size});
      });
  const auto codes = collective().all_gather(worker, tags::reduce, own);
  const double flops = workers * (codec_.decode_flops(0, size) + static_cast<double>(size));
  worker.compute(flops, [&] {
    for (std::size_t j = 0; j < codes.size(); ++j) {
      const auto vector = codes[j].once([&] { return decoded(codes[j].content(), size); });
      const float* __restrict theirs = vector->data();
      if (j == 0) {
        std::copy(vector->begin(), vector->end(), difference.begin());
      } else {
        for (std::size_t k = 0; k < size; ++k) difference[k] += theirs[k];
      }
    }
    const float share = 1.0F / static_cast<float>(workers);
    for (float& value : difference) value *= share;
  });
}

std::shared_ptr<const FloatBuffer> AllGatherAverage::decoded(std::span<const std::byte> code, std::size_t size) {
  auto vector = decoded_.take();
  vector->resize(size);
  codec_.decode(code, 0, *vector);
  return vector;
}

}  // namespace lowband
