// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sim/report/figures/plot.hpp"
#include "sim/report/map/network_map.hpp"

namespace lowband {

/// map_figure() of a map of `results`: algorithms in the colours of other figures, what was asked, and who is not on
/// the map. Throws UsageError if it is no map of these results.
[[nodiscard]] Figure map_figure_of(const ResultsFolder& results, std::span<const MapRow> rows,
                                   std::span<const CrossoverRow> crossovers);

/// Rows of a map of `contest` in which everybody who can win does so at each corner of `grid`: its figure has the
/// longest legend that a map of them can have.
[[nodiscard]] std::vector<MapRow> rows_of_all(const Contest& contest, const NetworkGrid& grid);

/// Whether `lowband map` has left a map in the results.
[[nodiscard]] bool has_map(const ResultsFolder& results);

/// The picture of the map that is in the results.
class MapPlot final : public Plot {
 public:
  void parameters(Parameters& parameters) override { declare_page(parameters); }
  [[nodiscard]] std::string lack_of(std::span<const ResultsFolder> results) const override;
  [[nodiscard]] bool is_standard() const override { return true; }

 protected:
  [[nodiscard]] std::size_t most_algorithms() const override;
  [[nodiscard]] Figure drawn(const PlotData& data) const override;
};

}  // namespace lowband
