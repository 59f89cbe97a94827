// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// The most curves that a panel shows: more cannot be told apart.
inline constexpr std::size_t most_curves = 8;

/// A colour for each of the first eight series, which people with colour blindness can tell apart (Okabe and Ito 2008,
/// with a grey in place of the yellow, which is too pale for a line on white); then they come round again.
[[nodiscard]] std::string palette_colour(std::size_t index);

/// A style for the `index`-th series: solid, or dashed and pale if it is compressed; with a shape on its line when
/// colours come round again.
[[nodiscard]] FigureStyle series_style(std::size_t index, bool is_compressed);

/// A series per algorithm, by RunGroup::label, in order of first appearance.
[[nodiscard]] std::vector<FigureSeries> series_of(std::span<const RunGroup> groups, Swatch swatch = Swatch::line);

/// The index of the series with this label; that of the end if there is none.
[[nodiscard]] std::size_t series_index(const std::vector<FigureSeries>& series, const std::string& label);

/// Adds a series that is no algorithm, and returns its index.
std::size_t add_series(std::vector<FigureSeries>& series, std::string label, FigureStyle style, Swatch swatch);

/// The same style with `shape` at every point, for a line of few.
[[nodiscard]] FigureStyle with_shapes(FigureStyle style, std::size_t index);

}  // namespace lowband
