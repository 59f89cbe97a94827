// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/pair_average.hpp"

#include <utility>

#include "sim/algorithms/asynchronous/difference_pair.hpp"
#include "sim/algorithms/asynchronous/modulo_pair.hpp"
#include "sim/algorithms/asynchronous/whole_model_pair.hpp"

namespace lowband {

std::unique_ptr<PairAverage> make_pair_average(bool compressed, ModelCodec codec, const FloatBuffer& initial,
                                               float consensus_step) {
  if (!compressed) return std::make_unique<WholeModelPair>(codec.size());
  if (codec.codec().reads_receiver()) return std::make_unique<ModuloPair>(std::move(codec));
  return std::make_unique<DifferencePair>(std::move(codec), initial, consensus_step);
}

}  // namespace lowband
