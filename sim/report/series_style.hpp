#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// An algorithm as all panels of a figure show it: its place in the legend decides its colour, compression its line.
struct Series {
  std::size_t index = 0;
  std::string label;
  bool compressed = false;
};

/// A series per algorithm, in order of first appearance.
[[nodiscard]] std::vector<Series> series_of(std::span<const RunGroup> groups);

/// The colour, of the palette that people with colour blindness can tell apart (Okabe and Ito 2008), without its
/// yellow, which is too pale for a line on white.
[[nodiscard]] std::string colour_of(const Series& series);
/// How gnuplot draws its curve: solid without compression, dashed with it; with marks when colours come round again.
[[nodiscard]] std::string line_of(const Series& series);
/// The same with a mark at every point, for a curve of few.
[[nodiscard]] std::string marked_line_of(const Series& series);
/// The same in steps, for a histogram.
[[nodiscard]] std::string steps_of(const Series& series);
/// How gnuplot draws its bar: full without compression, pale with it.
[[nodiscard]] std::string box_of(const Series& series);

}  // namespace lowband
