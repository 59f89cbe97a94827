#pragma once

#include "sim/algorithms/all_reduce/collective.hpp"
#include "sim/algorithms/synchroniser.hpp"

namespace lowband {

/// x <- (1/M) sum_i x_i in full precision. By the ring, with its chunks c, worker j sends 4 (2 d - |c_{j+1}| -
/// |c_{j+2}|) bytes and 2 (M - 1) headers per synchronisation.
class ModelAverage final : public Synchroniser {
 public:
  explicit ModelAverage(const Collective& collective) : collective_(collective) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  const Collective& collective_;
};

}  // namespace lowband
