// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// A worker steps for so many simulated seconds, and at least once, before it synchronises: fast workers take more
/// steps than slow ones, and nobody waits for longer than a step and the exchange (PR-SGD in heterogeneous networks:
/// Yu, Yang & Zhu, AAAI 2019, algorithm 3). Models are averaged with equal weights, as there. Training is over when the
/// workers' steps are N in the mean.
class ByTimePeriod final : public Period {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::uint64_t steps(std::uint64_t /*iteration*/, std::uint64_t /*synchronisations*/) const override {
    return 1;
  }
  [[nodiscard]] std::optional<double> seconds() const override { return seconds_; }
  [[nodiscard]] std::string text() const override;
  [[nodiscard]] std::string warning(std::uint64_t iterations) const override;

 private:
  double seconds_ = 0.0;
};

}  // namespace lowband
