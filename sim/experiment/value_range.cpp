// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

const Json ellipsis = "...";
constexpr double most_values = 1000.0;

/// `value` without the error of a power, in the 12th digit or after it: 10 for 1000 x 0.1^2.
double rounded(double value) {
  double nearest = value;
  const std::string text = fmt::format("{:.12g}", value);
  std::from_chars(text.data(), text.data() + text.size(), nearest);
  return nearest;
}

/// A value of the series, written like its first one.
Json written_like(const Json& first, double value) {
  if (first.is_string()) return quantity_like(first.get_ref<const std::string&>(), value);
  return rounded(value);
}

std::vector<Json> series(const Json& list, const Place& place, ReadQuantity read) {
  const std::size_t last_index = list.size() - 1;
  const Json& first = list[0];
  const Json& last = list[last_index];
  const double begin = read(first, place / 0);
  const double end = read(last, place / last_index);
  if (begin <= 0.0) (place / 0).expected("a value above 0 to multiply", first);
  if (end <= 0.0) (place / last_index).expected("a value above 0 to reach", last);
  double ratio = end >= begin ? 10.0 : 0.1;
  if (last_index == 3) {
    ratio = read(list[1], place / 1) / begin;
    if (!(ratio > 0.0) || ratio == 1.0 || (ratio > 1.0) != (end > begin)) {
      (place / 1).expected(fmt::format("a second value between {} and {}", label_of(first), label_of(last)), list[1]);
    }
  }
  const double exact_steps = std::log(end / begin) / std::log(ratio);
  const double steps = std::round(exact_steps);
  if (steps >= most_values) place.fail(fmt::format("expected at most {} values, found {} steps", most_values, steps));
  if (std::abs(exact_steps - steps) > 1e-4) {
    const auto reached = [&](double step) { return label_of(written_like(first, begin * std::pow(ratio, step))); };
    (place / last_index)
        .expected(fmt::format("a last value that steps of {:.6g} from {} reach, such as {} or {}", ratio,
                              label_of(first), reached(std::floor(exact_steps)), reached(std::ceil(exact_steps))),
                  last);
  }
  std::vector<Json> values{first};
  for (double step = 1.0; step < steps; step += 1.0) {
    values.push_back(written_like(first, begin * std::pow(ratio, step)));
  }
  if (steps > 0.0) values.push_back(last);
  return values;
}

}  // namespace

bool is_series(const Json& list) { return std::find(list.begin(), list.end(), ellipsis) != list.end(); }

std::vector<Json> range_values(const Json& list, const Place& place, ReadQuantity read) {
  const auto found = std::find(list.begin(), list.end(), ellipsis);
  if (found != list.end()) {
    const auto index = static_cast<std::size_t>(found - list.begin());
    const bool is_series = index + 2 == list.size() && (index == 1 || index == 2);
    if (!is_series) place.expected("[first, \"...\", last] or [first, second, \"...\", last]", list);
    return series(list, place, read);
  }
  if (list.empty()) place.expected("a list of at least one value", list);
  for (std::size_t i = 0; i < list.size(); ++i) static_cast<void>(read(list[i], place / i));
  return {list.begin(), list.end()};
}

std::string label_of(const Json& value) {
  if (!value.is_string()) return fmt::format("{}", value.get<double>());
  std::string label = value.get<std::string>();
  std::erase(label, ' ');
  return label;
}

}  // namespace lowband
