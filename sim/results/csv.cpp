// SPDX-License-Identifier: Apache-2.0
#include "sim/results/csv.hpp"

#include <fmt/format.h>

#include <cmath>

namespace lowband {

std::string csv_field(double value) { return std::isnan(value) ? "nan" : fmt::format("{}", value); }

std::string csv_field(std::uint64_t value) { return fmt::format("{}", value); }

std::string csv_field(int value) { return fmt::format("{}", value); }

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace lowband
