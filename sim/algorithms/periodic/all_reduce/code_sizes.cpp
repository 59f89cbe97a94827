#include "sim/algorithms/periodic/all_reduce/code_sizes.hpp"

#include <algorithm>
#include <memory>

namespace lowband {

CodeSizes::CodeSizes(const ModelCodec& codec) : codec_(codec) { codec_.restrict_memory({}); }

double CodeSizes::bytes(CoordinateRange range) const {
  const auto [known, is_new] = bytes_.try_emplace({range.first, range.size}, 0.0);
  if (is_new) {
    known->second =
        codec_.expected_size(range.first, range.size, [this](std::size_t size) { return unit_bytes(size); });
  }
  return known->second;
}

double CodeSizes::unit_bytes(std::size_t size) const {
  constexpr std::size_t largest_sample = 16384;
  if (const auto exact = codec_.codec().encoded_size(size)) return static_cast<double>(*exact);
  const std::size_t sampled = std::min(size, largest_sample);
  const auto [known, is_new] = unit_bytes_.try_emplace(sampled, 0.0);
  if (is_new) {
    FloatBuffer sample(sampled);
    Stream random(0, Purpose::quantization, 0, 0);
    for (float& value : sample) value = random.normal();
    Code code;
    codec_.codec().encode(sample, random, code);
    known->second = static_cast<double>(code.size());
  }
  return sampled == size ? known->second : known->second * static_cast<double>(size) / static_cast<double>(sampled);
}

Exchange CodeSizes::exchange(const ModelCodec& codec, std::size_t coordinates, bool is_gathered) {
  return {coordinates, is_gathered,
          [sizes = std::make_shared<const CodeSizes>(codec)](CoordinateRange range, int /*contributions*/) {
            return sizes->bytes(range);
          }};
}

}  // namespace lowband
