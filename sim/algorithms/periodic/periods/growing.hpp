// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// K grows from one synchronisation to the next: floor(steps (1 + growth s)) after s of them, and no more than `most`
/// (after the adaptive synchronisation of Haddadpour et al., NeurIPS 2019, with the cap that keeps models together).
class GrowingPeriod final : public Period {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::uint64_t steps(std::uint64_t iteration, std::uint64_t synchronisations) const override;
  [[nodiscard]] std::string warning(std::uint64_t iterations) const override;
  [[nodiscard]] std::string text() const override;

 private:
  int steps_ = 1;
  double growth_ = 1.0;
  int most_ = 1;
};

}  // namespace lowband
