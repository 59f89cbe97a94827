// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/by_time.hpp"
#include "sim/algorithms/periodic/periods/growing.hpp"
#include "sim/algorithms/periodic/periods/once.hpp"
#include "sim/algorithms/periodic/periods/post_local.hpp"

namespace lowband {

const Registry<Period>& periods() {
  static const Registry<Period> registry(
      "period", "name",
      {
          {"post-local", "every step synchronises at first, from some iteration on every K-th",
           "post-local SGD: Lin et al., ICLR 2020, arXiv:1808.07217",
           [] { return std::make_unique<PostLocalPeriod>(); }},
          {"growing", "each period is longer than the one before, up to a limit",
           "Haddadpour et al., NeurIPS 2019, arXiv:1910.13598", [] { return std::make_unique<GrowingPeriod>(); }},
          {"once", "workers synchronise at the end only: one-shot averaging",
           "Zinkevich et al., NeurIPS 2010; Zhang et al., arXiv:1606.07365",
           [] { return std::make_unique<OncePeriod>(); }},
          {"by-time",
           "workers synchronise after a time, in which fast ones take more steps; all-reduce and servers only",
           "heterogeneous PR-SGD: Yu, Yang & Zhu, AAAI 2019, arXiv:1807.06629, algorithm 3",
           [] { return std::make_unique<ByTimePeriod>(); }},
      });
  return registry;
}

std::string longer_than_training(int steps, std::uint64_t from, std::uint64_t iterations) {
  if (from + static_cast<std::uint64_t>(steps) <= iterations) return "";
  return fmt::format(
      "a period of {} steps from iteration {} on is longer than training, {}: workers synchronise at its end", steps,
      from, iterations);
}

std::string every_steps(int steps) { return steps == 1 ? "every step" : fmt::format("every {} steps", steps); }

}  // namespace lowband
