// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/page_options.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace lowband {

namespace {

/// The width and height of "800x600"; nothing if it is no size, or one of no use.
std::optional<std::pair<double, double>> read_size(const std::string& text) {
  constexpr double least = 100.0;
  constexpr double most = 10000.0;
  double width = 0.0;
  double height = 0.0;
  const char* const end = text.data() + text.size();
  const auto [cross, error] = std::from_chars(text.data(), end, width);
  const char* stop = cross;
  if (error == std::errc() && cross != end && *cross == 'x') stop = std::from_chars(cross + 1, end, height).ptr;
  const bool is_size = stop == end && width >= least && width <= most && height >= least && height <= most;
  return is_size ? std::optional(std::pair(width, height)) : std::nullopt;
}

}  // namespace

void PageOptions::parameters(Parameters& parameters) {
  parameters.text("title", title, "the title, instead of one that says what is shown");
  parameters.text("size", size, "of the picture, as WIDTHxHEIGHT in points, of which 96 are an inch; \"\": as needed");
}

void PageOptions::check(const Place& place) const {
  if (size.empty() || read_size(size)) return;
  (place / "size").expected("WIDTHxHEIGHT in points, each from 100 to 10000, such as 800x600", size);
}

void PageOptions::apply_to(Figure& figure) const {
  if (!title.empty()) figure.title = title;
  if (const auto extent = read_size(size)) std::tie(figure.width, figure.height) = *extent;
}

}  // namespace lowband
