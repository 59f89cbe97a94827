#include "sim/algorithms/all_reduce/two_phase.hpp"

#include <vector>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void TwoPhaseAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const Chunks chunks(difference.size(), worker.size());
  const int rank = worker.rank();
  const auto own_size = static_cast<double>(chunks.size(rank));
  const auto encoded = [&](ModelCodec& codec, std::span<const float> vector, int chunk, std::uint32_t lane) {
    auto code = codes_.take();
    Stream random = worker.random(Purpose::quantization, step, lane);
    codec.encode(vector, chunks.begin(chunk), random, *code);
    return Message(std::move(code), vector.size());
  };

  std::vector<Message> mine(static_cast<std::size_t>(worker.size()));  // by chunk
  double encode_flops = 0.0;
  for (int c = 0; c < chunks.count(); ++c) encode_flops += codec_.encode_flops(chunks.begin(c), chunks.size(c));
  worker.compute(encode_flops, [&] {
    for (int c = 0; c < chunks.count(); ++c) {
      mine[static_cast<std::size_t>(c)] =
          encoded(codec_, chunks.of(std::span<const float>(difference), c), c, static_cast<std::uint32_t>(c));
    }
  });
  // Everybody begins with the worker after itself, so that no owner is sent everything at once.
  const auto others = [&](auto visit) {
    for (int distance = 1; distance < worker.size(); ++distance) visit((rank + distance) % worker.size());
  };
  others([&](int owner) { worker.send(owner, tags::reduce, mine[static_cast<std::size_t>(owner)]); });
  std::vector<Message> theirs(mine.size());  // codes of this worker's chunk, by rank
  theirs[static_cast<std::size_t>(rank)] = mine[static_cast<std::size_t>(rank)];
  others([&](int sender) { theirs[static_cast<std::size_t>(sender)] = worker.receive(sender, tags::reduce); });

  Message mean;
  const double decode_flops = codec_.decode_flops(chunks.begin(rank), chunks.size(rank)) + own_size;
  worker.compute(worker.size() * decode_flops + owner_codec_.encode_flops(chunks.begin(rank), chunks.size(rank)), [&] {
    thread_local FloatBuffer sum;
    thread_local FloatBuffer decoded;
    sum.assign(chunks.size(rank), 0.0F);
    decoded.resize(sum.size());
    for (const Message& code : theirs) {
      codec_.decode(code.content(), chunks.begin(rank), decoded);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += decoded[k];
    }
    const float share = 1.0F / static_cast<float>(worker.size());
    for (float& value : sum) value *= share;
    mean = encoded(owner_codec_, sum, rank, static_cast<std::uint32_t>(worker.size()));
  });
  others([&](int receiver) { worker.send(receiver, tags::gather, mean); });
  std::vector<Message> means(mine.size());  // by chunk
  means[static_cast<std::size_t>(rank)] = mean;
  others([&](int owner) { means[static_cast<std::size_t>(owner)] = worker.receive(owner, tags::gather); });

  double flops = 0.0;
  for (int c = 0; c < chunks.count(); ++c) flops += codec_.decode_flops(chunks.begin(c), chunks.size(c));
  worker.compute(flops, [&] {
    for (int c = 0; c < chunks.count(); ++c) {
      owner_codec_.decode(means[static_cast<std::size_t>(c)].content(), chunks.begin(c), chunks.of(difference, c));
    }
  });
}

}  // namespace lowband
