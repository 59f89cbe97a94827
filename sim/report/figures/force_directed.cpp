// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/force_directed.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace lowband {

namespace {

using Places = std::vector<Place2d>;

Places on_circles(const RouteGraph& graph) {
  Places places(graph.nodes);
  for (std::size_t i = 0; i < graph.nodes; ++i) {
    const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(graph.nodes);
    const double radius = i < graph.hosts ? 1.0 : 0.4;
    places[i] = {radius * std::cos(angle), radius * std::sin(angle)};
  }
  return places;
}

/// Pushes two nodes apart, or draws them together, by `strength` times their distance, which it is given squared.
template <class Strength>
void push(std::size_t a, std::size_t b, const Places& places, Places& forces, Strength&& strength) {
  const double x = places[a].x - places[b].x;
  const double y = places[a].y - places[b].y;
  const double size = strength(std::max(1e-9, x * x + y * y));
  forces[a].x += size * x;
  forces[a].y += size * y;
  forces[b].x -= size * x;
  forces[b].y -= size * y;
}

/// `distance`: the one at which two neighbours neither repel nor attract each other.
Places forces_at(const Places& places, const RouteGraph& graph, double distance) {
  Places forces(places.size());
  for (std::size_t a = 0; a < places.size(); ++a) {
    for (std::size_t b = a + 1; b < places.size(); ++b) {
      push(a, b, places, forces, [distance](double squared) { return distance * distance / squared; });
    }
  }
  for (const auto& edge : graph.edges) {
    push(edge.from, edge.to, places, forces, [distance](double squared) { return -std::sqrt(squared) / distance; });
  }
  return forces;
}

/// Moves and scales the places so that they fill the square.
void fit(Places& places) {
  const auto by = [](double Place2d::*member) {
    return [member](const Place2d& a, const Place2d& b) { return a.*member < b.*member; };
  };
  for (double Place2d::*member : {&Place2d::x, &Place2d::y}) {
    const auto [least, most] = std::minmax_element(places.begin(), places.end(), by(member));
    const double middle = 0.5 * ((*least).*member + (*most).*member);
    const double half = std::max(1e-9, 0.5 * ((*most).*member - (*least).*member));
    for (auto& place : places) place.*member = (place.*member - middle) / half;
  }
}

}  // namespace

std::vector<Place2d> force_directed(const RouteGraph& graph) {
  constexpr int steps = 300;
  Places places = on_circles(graph);
  if (places.empty()) return places;
  const double distance = std::sqrt(4.0 / static_cast<double>(graph.nodes));
  for (int step = 0; step < steps; ++step) {
    const Places forces = forces_at(places, graph, distance);
    const double most = 0.15 * (1.0 - static_cast<double>(step) / steps);  // of a move: they come to rest
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double size = std::max(1e-12, std::hypot(forces[i].x, forces[i].y));
      places[i].x += forces[i].x / size * std::min(size, most);
      places[i].y += forces[i].y / size * std::min(size, most);
    }
  }
  fit(places);
  return places;
}

}  // namespace lowband
