// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/uplink.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

void Uplink::tell(Worker& worker, Tag tag, double flops, Write write, const Read* read) {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    worker.send(shards_.rank(shard), tag, code(worker, shard, flops, write, read));
  }
  ++told_;
}

Message Uplink::code(Worker& worker, int shard, double flops, Write write, const Read* read) {
  const CoordinateRange range = shards_.range(shard);
  double all_flops = (flops + (weight_ != 1.0F ? 1.0 : 0.0)) * static_cast<double>(range.size) +
                     codec_.encode_flops(range.first, range.size);
  if (read != nullptr) all_flops += codec_.decode_flops(range.first, range.size);
  Message message;
  worker.compute_messages(
      all_flops,
      [&] {
        thread_local FloatBuffer vector;
        vector.resize(range.size);
        write(range, vector);
        if (weight_ != 1.0F) {
          for (float& value : vector) value *= weight_;
        }
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, told_, static_cast<std::uint32_t>(shard));
        codec_.encode(vector, range.first, random, *code);
        message = Message(code, range.size);
        if (read == nullptr) return;
        codec_.decode(*code, range.first, vector);
        (*read)(range, vector);
      },
      [&] { message = code_outline(codec_, range); });
  return message;
}

}  // namespace lowband
