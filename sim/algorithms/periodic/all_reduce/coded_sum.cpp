// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/coded_sum.hpp"

#include <utility>

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

Message CodedSum::partial(CoordinateRange range, int /*contributions*/) { return encoded(codec_, range); }

void CodedSum::add(CoordinateRange range, const Message& theirs, int /*contributions*/) {
  thread_local FloatBuffer decoded;
  decoded.resize(range.size);
  codec_.decode(theirs.content(), range.first, decoded);
  const auto into = sum(range);
  for (std::size_t k = 0; k < range.size; ++k) into[k] += decoded[k];
}

Message CodedSum::outline(CoordinateRange range, int /*contributions*/) const { return code_outline(codec_, range); }

double CodedSum::partial_flops(CoordinateRange range) const { return codec_.encode_flops(range.first, range.size); }

double CodedSum::add_flops(CoordinateRange range) const {
  return codec_.decode_flops(range.first, range.size) + static_cast<double>(range.size);
}

Message CodedSum::encoded(ModelCodec& codec, CoordinateRange range) {
  auto code = codes_.take();
  Stream random = worker_.random(Purpose::quantization, step_, encoded_++);
  codec.encode(sum(range), range.first, random, *code);
  return {std::move(code), range.size};
}

}  // namespace lowband
