// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simgrid_profile.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

namespace lowband {

namespace {

std::optional<double> number(const std::string& word) {
  double value = 0.0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, value);
  return read.ec == std::errc() && read.ptr == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

Profile read_simgrid_profile(const std::string& text, double period_s,
                             const std::function<void(const std::string&)>& fail) {
  Profile profile;
  if (period_s > 0.0) profile.period_s = period_s;
  std::optional<double> loop_after_s;
  std::istringstream lines(text);
  std::size_t number_of_line = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number_of_line;
    std::istringstream words(line);
    std::string first;
    std::string second;
    words >> first >> second;
    if (first.empty() || first.front() == '#' || first.front() == '%') continue;
    const auto value = number(second);
    if (first == "STOCHASTIC") {
      fail(fmt::format("line {}: stochastic profiles are not supported: list the points", number_of_line));
    } else if (first == "PERIODICITY" || first == "LOOPAFTER") {
      if (!value) fail(fmt::format("line {}: expected {} and seconds, found \"{}\"", number_of_line, first, second));
      (first == "PERIODICITY" ? profile.period_s : loop_after_s) = value;
    } else {
      const auto time = number(first);
      if (!time || !value || *time < 0.0 || *value < 0.0) {
        fail(fmt::format("line {}: expected a time and a value, numbers of at least 0, found \"{}\"", number_of_line,
                         line));
      }
      const double last = profile.points.empty() ? 0.0 : profile.points.back().time_s;
      if (*time < last) {
        fail(fmt::format("line {}: expected a time from {} s, that of the point before, found {} s", number_of_line,
                         last, *time));
      }
      // Of several values at one time the last one stays.
      if (!profile.points.empty() && *time == last) profile.points.pop_back();
      profile.points.push_back({*time, *value});
    }
  }
  if (profile.points.empty()) fail("expected at least one line with a time and a value, found none");
  const double last = profile.points.back().time_s;
  if (loop_after_s) {
    if (profile.period_s) fail("expected either a period or LOOPAFTER, found both");
    profile.period_s = last + *loop_after_s;
  }
  if (profile.period_s && *profile.period_s < last + clock_resolution_s) {
    fail(fmt::format("expected a period beyond the last point, {} s, and of at least 1 ns, found {} s", last,
                     *profile.period_s));
  }
  return profile;
}

}  // namespace lowband
