// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tests/algorithms/synchronised.hpp"

namespace lowband::test {

/// Noise before the first synchronisation, and nothing after it.
inline void progress_at_first(int rank, int round, FloatBuffer& model) {
  if (round == 0) random_progress(rank, 0, model);
}

/// Of all workers, after the synchronisation of this round.
inline std::vector<Vector> models_after(const Synchronised& result, std::size_t round) {
  std::vector<Vector> models;
  for (const auto& worker : result.models) models.push_back(worker[round]);
  return models;
}

}  // namespace lowband::test
