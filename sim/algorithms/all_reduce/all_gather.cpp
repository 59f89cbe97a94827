#include "sim/algorithms/all_reduce/all_gather.hpp"

#include <algorithm>
#include <vector>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void AllGatherAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const std::size_t size = difference.size();
  const int workers = worker.size();
  Message own;
  // Everybody decodes the same codes, so each is decoded once, by its sender, and all pay for it.
  worker.compute(codec_.encode_flops(0, size), [&] {
    const auto code = codes_.take();
    const auto decoded = decoded_.take();
    Stream random = worker.random(Purpose::quantization, step);
    codec_.encode(difference, 0, random, *code);
    decoded->resize(size);
    codec_.decode(*code, 0, *decoded);
    own = Message(code, size, decoded);
  });
  const auto codes = collective().all_gather(worker, tags::reduce, own);
  const double flops = workers * (codec_.decode_flops(0, size) + static_cast<double>(size));
  worker.compute(flops, [&] {
    std::copy(codes.front().result()->begin(), codes.front().result()->end(), difference.begin());
    for (std::size_t j = 1; j < codes.size(); ++j) {
      const float* __restrict theirs = codes[j].result()->data();
      for (std::size_t k = 0; k < size; ++k) difference[k] += theirs[k];
    }
    const float share = 1.0F / static_cast<float>(workers);
    for (float& value : difference) value *= share;
  });
}

}  // namespace lowband
