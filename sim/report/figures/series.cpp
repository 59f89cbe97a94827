// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/series.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lowband {

namespace {

constexpr std::array palette{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#888888"};
constexpr std::array shapes{PointShape::circle, PointShape::square, PointShape::triangle, PointShape::triangle_down};
constexpr double pale = 0.3;

}  // namespace

std::string palette_colour(std::size_t index) { return palette[index % palette.size()]; }

FigureStyle series_style(std::size_t index, bool is_compressed) {
  FigureStyle style{.colour = palette_colour(index)};
  if (is_compressed) style.dash = Dash::dashed;
  if (is_compressed) style.fill = pale;
  const std::size_t round = index / palette.size();
  if (round > 0) style.shape = shapes[(round - 1) % shapes.size()];
  style.is_shape_sparse = round > 0;
  return style;
}

std::vector<FigureSeries> series_of(std::span<const RunGroup> groups, Swatch swatch) {
  std::vector<std::pair<std::string, bool>> compressed;
  for (const auto& group : groups) {
    auto found = std::find_if(compressed.begin(), compressed.end(),
                              [&group](const auto& known) { return known.first == group.label; });
    if (found == compressed.end()) found = compressed.insert(found, {group.label, false});
    // One that has not finished anywhere does not tell what it compresses with.
    if (!group.compression.empty()) found->second = group.compression != "none";
  }
  std::vector<FigureSeries> series;
  for (const auto& [label, is_compressed] : compressed) {
    series.push_back({label, series_style(series.size(), is_compressed), swatch});
  }
  return series;
}

std::size_t series_index(const std::vector<FigureSeries>& series, const std::string& label) {
  const auto found =
      std::find_if(series.begin(), series.end(), [&label](const FigureSeries& one) { return one.label == label; });
  return static_cast<std::size_t>(found - series.begin());
}

std::size_t add_series(std::vector<FigureSeries>& series, std::string label, FigureStyle style, Swatch swatch) {
  series.push_back({std::move(label), std::move(style), swatch});
  return series.size() - 1;
}

FigureStyle with_shapes(FigureStyle style, std::size_t index) {
  style.shape = shapes[index % shapes.size()];
  style.is_shape_sparse = false;
  return style;
}

}  // namespace lowband
