#pragma once

#include "sim/algorithms/synchroniser.hpp"

namespace lowband {

/// x <- (1/M) sum_i x_i in full precision. Wire bytes of worker j per synchronisation: 4 (2 d - |c_{j+1}| - |c_{j+2}|)
/// plus 2 (M - 1) headers, c being the ring's chunks.
class ModelAverage final : public Synchroniser {
 public:
  void synchronise(Worker& worker, FloatBuffer& model) override;
};

}  // namespace lowband
