// SPDX-License-Identifier: Apache-2.0
#include "models/data/value_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace lowband {

std::string value_text(double value) { return fmt::format("{}", value + 0.0); }  // -0 is 0

std::string value_text(std::string_view text) {
  const double number = number_in(text);
  return std::isnan(number) ? std::string(text) : value_text(number);
}

double number_in(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);  // from_chars takes no plus
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool is_number = error == std::errc() && stop == end && std::isfinite(value);
  return is_number ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lowband
