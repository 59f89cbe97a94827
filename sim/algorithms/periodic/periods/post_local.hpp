// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// Post-local SGD: K = 1 for the first `switch_at` iterations, then K = `steps` (Lin, Stich, Patel & Jaggi, "Don't use
/// large mini-batches, use local SGD", ICLR 2020).
class PostLocalPeriod final : public Period {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::uint64_t steps(std::uint64_t iteration, std::uint64_t synchronisations) const override;
  [[nodiscard]] std::string warning(std::uint64_t iterations) const override;
  [[nodiscard]] std::string text() const override;

 private:
  std::uint64_t switch_at_ = 0;
  int steps_ = 1;
};

}  // namespace lowband
