// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "sim/runs/halving.hpp"
#include "sim/runs/rung_loop.hpp"
#include "sim/runs/tune_record.hpp"

namespace lowband {

/// A candidate, by its runs, one per seed.
struct Candidate {
  std::string name;
  std::vector<Contender> contenders;
};

/// The candidates of one entry of algorithms, of which the best is to be found.
struct Tournament {
  std::string label;  ///< where the entry stands in the file
  Json question;      ///< all that the answer depends on, beside the experiment
  std::vector<Candidate> candidates;
  std::vector<Rung> rungs;
  Criterion criterion;
};

/// Brings the candidates from rung to rung. What `record` tells of rungs is not done again, and each rung that is done
/// is put there, unless a run has failed. `after_rung` is called when the children of those that are out are
/// no more. Returns what all rungs came to.
[[nodiscard]] TuneRecord::Rungs hold(Tournament& tournament, RungLoop& loop, TuneRecord& record,
                                     const std::function<void()>& after_rung);

}  // namespace lowband
