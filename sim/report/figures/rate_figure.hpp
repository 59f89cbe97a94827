// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/figures/plot.hpp"
#include "sim/report/figures/rate.hpp"

namespace lowband {

/// The mean squared gradient norm of the mean model over N, M, N M or K, both logarithmic: rate_curve_of() of each
/// algorithm, whatever experiments its runs are of, with its slope in the corner; a dotted line falls from the start of
/// the first as 1/sqrt of what it is over.
class RatePlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  /// Settles what it is over. Throws UsageError if there are not several values of it.
  void prepare(std::vector<RunGroup>& groups, std::span<const ResultsFolder> results) const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const override;

 private:
  [[nodiscard]] RateOver over(std::span<const RunGroup> groups, std::span<const ResultsFolder> results) const;

  std::string over_ = "auto";
  std::string mean_ = "all";
};

}  // namespace lowband
