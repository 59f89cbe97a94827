// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/code_sizes.hpp"

#include <memory>

namespace lowband {

CodeSizes::CodeSizes(const ModelCodec& codec) : codec_(codec) {}

double CodeSizes::bytes(CoordinateRange range) const {
  constexpr std::size_t most_sampled = 16384;
  const auto [known, is_new] = bytes_.try_emplace({range.first, range.size}, 0.0);
  if (is_new) known->second = codec_.expected_size(range.first, range.size, most_sampled);
  return known->second;
}

Exchange CodeSizes::exchange(const ModelCodec& codec, std::size_t coordinates, bool is_gathered) {
  return {coordinates, is_gathered,
          [sizes = std::make_shared<const CodeSizes>(codec)](CoordinateRange range, int /*contributions*/) {
            return sizes->bytes(range);
          }};
}

}  // namespace lowband
