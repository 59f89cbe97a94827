#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// The squared gradient norm of the mean model, logarithmic, over the number of workers M: what
/// stationary_curve_of() has. Groups of the same label make one curve, whatever experiments they are of; a dotted line
/// falls from the start of the first as 1/sqrt(M): linear speed-up. Throws UsageError if there is nothing to draw, as
/// it takes two numbers of workers.
[[nodiscard]] Figure workers_figure(std::span<const RunGroup> groups, bool is_x_logarithmic = true);

class GradientWorkersPlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;

 protected:
  [[nodiscard]] Figure drawn(const PlotData& data) const override;
};

}  // namespace lowband
