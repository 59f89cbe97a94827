// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/mixing_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace lowband {

namespace {

constexpr double tolerance = 1e-6;

MixingMatrix::EdgeWeight rule(const Graph& graph, const std::string& name) {
  const double factor = name == "lazy" ? 0.5 : 1.0;
  if (name == "uniform") {
    return [weight = 1.0 / (1 + graph.max_degree())](int /*a*/, int /*b*/) { return weight; };
  }
  return [&graph, factor](int a, int b) { return factor / (1 + std::max(graph.degree(a), graph.degree(b))); };
}

std::vector<std::vector<double>> read_matrix(const Json& json, const Place& place) {
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const Json& row = json[i];
    if (!row.is_array() || row.size() != json.size()) {
      (place / i).expected(fmt::format("a row of {} numbers, as many as there are rows", json.size()), row);
    }
    rows.emplace_back();
    for (std::size_t j = 0; j < row.size(); ++j) {
      const bool is_weight = row[j].is_number() && row[j].get<double>() >= 0.0 && row[j].get<double>() <= 1.0;
      if (!is_weight) (place / i / j).expected("a number from 0 to 1", row[j]);
      rows.back().push_back(row[j].get<double>());
    }
  }
  return rows;
}

}  // namespace

const std::vector<Choice>& MixingWeights::rules() {
  constexpr auto source = "Xiao & Boyd, Fast linear iterations for distributed averaging, 2004";
  static const std::vector<Choice> rules = {
      {standard, "1 / (1 + the larger degree of the two)", source},
      {"uniform", "1 / (1 + the largest degree of all)", source},
      {"lazy", "half of the metropolis weights, and half of each worker's own model: no negative eigenvalue"}};
  return rules;
}

MixingWeights::MixingWeights(std::string rule) : rule_(std::move(rule)) {
  const auto is_it = [this](const Choice& choice) { return choice.name == rule_; };
  if (std::none_of(rules().begin(), rules().end(), is_it)) {
    throw std::invalid_argument(fmt::format("there are no mixing weights \"{}\"", rule_));
  }
}

void MixingWeights::declare(Parameters& parameters, std::string name) {
  Parameters declared;
  declared.choice(std::move(name), rule_, rules(), "weights of the mixing matrix, or the matrix, row by row");
  Parameter parameter = declared.list().front();
  const std::string either = parameter.type + ", or a matrix";
  const Json row = {{"type", "array"}, {"items", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}}};
  Json alternatives = Json::array();
  alternatives.push_back(parameter.schema);
  alternatives.push_back({{"type", "array"}, {"minItems", 1}, {"items", row}});
  parameter.schema = Json::object();
  parameter.schema["anyOf"] = std::move(alternatives);
  parameter.type = either;
  parameter.read = [this, either, read_rule = parameter.read](const Json& json, const Place& place) {
    if (json.is_string()) {
      read_rule(json, place);
      given_.clear();
      return;
    }
    if (!json.is_array() || json.empty()) {
      place.expected(either + " as a list of rows", json);
    }
    given_ = read_matrix(json, place);
  };
  parameter.value = [this] { return given_.empty() ? Json(rule_) : Json(given_); };
  parameters.add(std::move(parameter));
}

void MixingWeights::check_given(const Graph& graph, const Place& place) const {
  if (given_.size() != static_cast<std::size_t>(graph.size())) {
    place.fail(fmt::format("expected a row for each of the {} workers, found {}", graph.size(), given_.size()));
  }
  for (std::size_t i = 0; i < given_.size(); ++i) {
    const auto& neighbours = graph.neighbours(static_cast<int>(i));
    double sum = 0.0;
    for (std::size_t j = 0; j < given_.size(); ++j) {
      const double weight = given_[i][j];
      sum += weight;
      if (std::abs(weight - given_[j][i]) > tolerance) {
        (place / i / j).expected(fmt::format("a symmetric matrix, {} as in row {}", given_[j][i], j), weight);
      }
      const bool is_edge = i == j || std::binary_search(neighbours.begin(), neighbours.end(), static_cast<int>(j));
      if (weight != 0.0 && !is_edge) {
        (place / i / j).expected(fmt::format("0, since workers {} and {} are no neighbours", i, j), weight);
      }
    }
    if (std::abs(sum - 1.0) > tolerance) (place / i).expected("weights that sum to 1", Json(given_[i]));
  }
}

MixingMatrix MixingWeights::matrix(const Graph& graph, const Place& place) const {
  if (given_.empty()) return {graph, rule(graph, rule_)};
  check_given(graph, place);
  const auto weight = [this](int a, int b) {
    return given_[static_cast<std::size_t>(std::min(a, b))][static_cast<std::size_t>(std::max(a, b))];
  };
  // What is a little above 1 within the tolerance must leave no negative rest.
  double most = 1.0;
  for (int worker = 0; worker < graph.size(); ++worker) {
    double sum = 0.0;
    for (const int neighbour : graph.neighbours(worker)) sum += weight(worker, neighbour);
    most = std::max(most, sum);
  }
  return {graph, [&](int a, int b) { return weight(a, b) / most; }};
}

}  // namespace lowband
