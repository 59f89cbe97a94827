// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/per_hop.hpp"

#include "sim/algorithms/periodic/all_reduce/coded_sum.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void PerHopAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  CodedSum sum(codec_, codes_, difference, worker, step);
  const auto sums = collective().all_reduce(worker, tags::reduce, sum);
  double flops = static_cast<double>(size());
  for (const auto& part : sums) flops += codec_.decode_flops(part.range.first, part.range.size);
  worker.compute(flops, [&] {
    const float share = 1.0F / static_cast<float>(collective().workers());
    for (const auto& part : sums) {
      const auto mean = part.range.of(difference);
      codec_.decode(part.message.content(), part.range.first, mean);
      for (float& value : mean) value *= share;
    }
  });
}

}  // namespace lowband
