#include "sim/algorithms/parameter_server/uplink.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

void Uplink::tell(Worker& worker, Tag tag, double flops, Write write) {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    worker.send(shards_.rank(shard), tag, code(worker, shard, flops, write));
  }
  ++told_;
}

Message Uplink::code(Worker& worker, int shard, double flops, Write write) {
  const CoordinateRange range = shards_.range(shard);
  Message message;
  worker.compute_messages((flops + (weight_ != 1.0F ? 1.0 : 0.0)) * static_cast<double>(range.size) +
                              codec_.encode_flops(range.first, range.size),
                          [&] {
                            thread_local FloatBuffer vector;
                            vector.resize(range.size);
                            write(range, vector);
                            if (weight_ != 1.0F) {
                              for (float& value : vector) value *= weight_;
                            }
                            const auto code = codes_.take();
                            Stream random =
                                worker.random(Purpose::quantization, told_, static_cast<std::uint32_t>(shard));
                            codec_.encode(vector, range.first, random, *code);
                            message = Message(code, range.size);
                          },
                          [&] { message = code_outline(codec_, range); });
  return message;
}

}  // namespace lowband
