#include "sim/report/series_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lowband {

namespace {

constexpr std::array palette{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"};
constexpr std::array marks{6, 4, 8, 10};  // open circle, square, triangles

std::string line_with(const std::string& mark, const Series& series) {
  return fmt::format("with {} lw 2 lc rgb '{}' dt {}", mark, colour_of(series), series.compressed ? "(12,6)" : "1");
}

}  // namespace

std::vector<Series> series_of(std::span<const RunGroup> groups) {
  std::vector<Series> all;
  for (const auto& group : groups) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&group](const Series& series) { return series.label == group.label; });
    Series& series = found != all.end() ? *found : all.emplace_back(Series{all.size(), group.label, false});
    // One that has not finished anywhere does not tell what it compresses with.
    if (!group.compression.empty()) series.compressed = group.compression != "none";
  }
  return all;
}

std::string colour_of(const Series& series) { return palette[series.index % palette.size()]; }

std::string line_of(const Series& series) {
  const std::size_t round = series.index / palette.size();
  return line_with(round == 0 ? "lines" : fmt::format("linespoints pt {} pi -8", marks[(round - 1) % marks.size()]),
                   series);
}

std::string marked_line_of(const Series& series) {
  return line_with(fmt::format("linespoints pt {} ps 0.7", marks[series.index % marks.size()]), series);
}

std::string steps_of(const Series& series) { return line_with("steps", series); }

std::string box_of(const Series& series) {
  return fmt::format("with boxes fs solid {} border lc rgb '{}' lw 1 lc rgb '{}'", series.compressed ? 0.3 : 1.0,
                     colour_of(series), colour_of(series));
}

}  // namespace lowband
