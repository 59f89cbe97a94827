// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/contours.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <limits>
#include <map>

namespace lowband {

namespace {

/// An edge of the grid, from a place to the next one to the right, or upwards.
struct Edge {
  std::size_t x = 0;
  std::size_t y = 0;
  bool is_upwards = false;

  auto operator<=>(const Edge&) const = default;
};

/// Which edges the line goes to from an edge: one at the border, else two.
using Links = std::map<Edge, std::vector<Edge>>;

bool is_above(double value, double level) { return value >= level; }

void join(const Edge& a, const Edge& b, Links& links) {
  links[a].push_back(b);
  links[b].push_back(a);
}

/// Adds the line through the cell whose lower left corner this is.
void cross_cell(const Field& field, double level, std::size_t x, std::size_t y, Links& links) {
  // Around the cell: corner i, and the edge from there to the next.
  const std::array<double, 4> corners{field.at(x, y), field.at(x + 1, y), field.at(x + 1, y + 1), field.at(x, y + 1)};
  const std::array<Edge, 4> edges{Edge{x, y, false}, Edge{x + 1, y, true}, Edge{x, y + 1, false}, Edge{x, y, true}};
  if (std::any_of(corners.begin(), corners.end(), [](double value) { return std::isnan(value); })) return;
  std::vector<std::size_t> crossed;
  for (std::size_t i = 0; i < 4; ++i) {
    if (is_above(corners[i], level) != is_above(corners[(i + 1) % 4], level)) crossed.push_back(i);
  }
  if (crossed.empty()) return;
  if (crossed.size() == 2) return join(edges[crossed[0]], edges[crossed[1]], links);
  // A saddle: the corners that are like the middle are joined through it, and each of the others is cut off.
  const double middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4.0;
  const std::size_t cut_off = is_above(corners[0], level) == is_above(middle, level) ? 1 : 0;
  join(edges[(cut_off + 3) % 4], edges[cut_off], links);
  join(edges[cut_off + 1], edges[cut_off + 2], links);
}

std::pair<double, double> crossing(const Field& field, double level, const Edge& edge) {
  const std::size_t x = edge.x + (edge.is_upwards ? 0 : 1);
  const std::size_t y = edge.y + (edge.is_upwards ? 1 : 0);
  const double from = field.at(edge.x, edge.y);
  const double share = (level - from) / (field.at(x, y) - from);
  return {field.xs[edge.x] + share * (field.xs[x] - field.xs[edge.x]),
          field.ys[edge.y] + share * (field.ys[y] - field.ys[edge.y])};
}

/// Goes along the line from `edge` to its end, or once around; takes it out of `links`.
Polyline follow(const Field& field, double level, Edge edge, Links& links) {
  Polyline line{crossing(field, level, edge)};
  for (auto found = links.find(edge); found != links.end() && !found->second.empty(); found = links.find(edge)) {
    const Edge next = found->second.back();
    found->second.pop_back();
    std::erase(links.at(next), edge);
    edge = next;
    line.push_back(crossing(field, level, edge));
  }
  return line;
}

}  // namespace

std::vector<Polyline> contours(const Field& field, double level) {
  Links links;
  for (std::size_t y = 0; y + 1 < field.ys.size(); ++y) {
    for (std::size_t x = 0; x + 1 < field.xs.size(); ++x) cross_cell(field, level, x, y, links);
  }
  std::vector<Polyline> lines;
  for (const std::size_t ends : {1U, 2U}) {  // those from border to border first; what is left is closed
    for (const auto& [edge, others] : links) {
      if (others.size() == ends) lines.push_back(follow(field, level, edge, links));
    }
  }
  return lines;
}

std::vector<double> round_levels(const Field& field, std::size_t most) {
  double least = std::numeric_limits<double>::infinity();
  double greatest = 0.0;
  for (const double value : field.values) {
    if (std::isnan(value)) continue;
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  std::vector<double> levels;
  if (!(least > 0.0 && least < greatest)) return levels;
  for (double decade = std::pow(10.0, std::floor(std::log10(least))); decade < greatest; decade *= 10.0) {
    for (const double digit : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
      if (digit * decade > least && digit * decade < greatest) levels.push_back(digit * decade);
    }
  }
  while (levels.size() > most) {  // every second one
    for (std::size_t i = 0; 2 * i < levels.size(); ++i) levels[i] = levels[2 * i];
    levels.resize((levels.size() + 1) / 2);
  }
  return levels;
}

}  // namespace lowband
