// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// D-PSGD (Lian et al., NeurIPS 2017) with K local steps: x_i <- sum_j W_ij y_j + (x_i - y_i), y being the models
/// after the last synchronisation. Keeps y_i and the neighbours' y_j, which are the messages they sent.
class DPsgd final : public Synchroniser {
 public:
  /// Of models of `size` coordinates.
  DPsgd(MixingRow row, std::size_t size, const FloatBuffer& initial);

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  MixingRow row_;
  std::size_t size_;
  std::shared_ptr<const FloatBuffer> own_;
  std::vector<Message> neighbours_;
  Recycled<FloatBuffer> sent_;
};

}  // namespace lowband
