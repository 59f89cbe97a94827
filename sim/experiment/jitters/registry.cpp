// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/jitters/csv_durations.hpp"
#include "sim/experiment/jitters/exponential.hpp"
#include "sim/experiment/jitters/listed_durations.hpp"
#include "sim/experiment/jitters/log_normal.hpp"
#include "sim/experiment/jitters/pareto.hpp"

namespace lowband {

const Registry<JitterSource>& jitter_sources() {
  static const Registry<JitterSource> registry(
      "jitter distribution", "distribution",
      {{"lognormal", "exp(sigma z - sigma^2 / 2), z standard normal: the same as a number, sigma", "",
        [] { return std::make_unique<LogNormalJitter>(); }},
       {"exponential", "exponentially distributed: variance 1", "",
        [] { return std::make_unique<ExponentialJitter>(); }},
       {"pareto",
        "a heavy tail of stragglers, P(X > x) = ((1 - 1 / shape) / x)^shape: variance 1 / (shape (shape - 2))", "",
        [] { return std::make_unique<ParetoJitter>(); }},
       {"durations", "one of a list of durations, over their mean", "",
        [] { return std::make_unique<ListedDurations>(); }},
       {"csv", "one of the durations in a column of a file, over their mean", "",
        [] { return std::make_unique<CsvDurations>(); }}});
  return registry;
}

}  // namespace lowband
