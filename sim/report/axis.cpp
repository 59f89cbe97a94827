#include "sim/report/axis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "sim/report/gnuplot.hpp"

namespace lowband {

namespace {

/// mantissa x 10^exponent: "0.02", "5000", then "2·10⁻⁴". Unicode has the digits that the font's own would need.
std::string label_of(double mantissa, int exponent) {
  if (exponent >= -3 && exponent <= 4) return fmt::format("{:.6g}", mantissa * std::pow(10.0, exponent));
  constexpr std::array superscripts{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string label = mantissa == 1.0 ? "10" : fmt::format("{:g}·10", mantissa);
  if (exponent < 0) label += "⁻";
  for (const char digit : std::to_string(std::abs(exponent))) {
    label += superscripts[static_cast<std::size_t>(digit - '0')];
  }
  return label;
}

/// Labels of a logarithmic axis. gnuplot labels whole decades only, of which a short axis may have none.
std::vector<std::string> labels_of(double least, double most) {
  const int last = static_cast<int>(std::floor(std::log10(most)));
  const double decades = std::log10(most / least);
  const int step = std::max(1, static_cast<int>(std::lround(decades / 6.0)));
  const int first = step * static_cast<int>(std::floor(std::log10(least) / step));  // so that 1 has a label
  std::vector<double> mantissas{1.0};
  if (decades < 2.5) mantissas = {1.0, 2.0, 5.0};
  if (decades < 1.0) mantissas = {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0};
  std::vector<std::string> labels;
  for (int exponent = first; exponent <= last; exponent += step) {
    for (const double mantissa : mantissas) {
      const double value = mantissa * std::pow(10.0, exponent);
      if (value >= least && value <= most) labels.push_back(gnuplot_tic(label_of(mantissa, exponent), value));
    }
  }
  return labels;
}

}  // namespace

void Axis::include(double value) {
  if (!shows(value)) return;
  least = std::min(least, value);
  most = std::max(most, value);
}

std::string Axis::script(const char* name, double unit) const {
  const double low = least / unit;
  const double high = most / unit;
  if (!logarithmic) {
    const double room = low == high ? 1.0 : 0.0;
    return fmt::format("unset logscale {0}\nset {0}range [{1}:{2}]\nset {0}tics nomirror autofreq\n", name, low,
                       high + room);
  }
  constexpr double room = 1.1;
  auto labels = labels_of(low / room, high * room);
  if (!labelled.empty()) labels.clear();
  for (const double value : labelled) labels.push_back(gnuplot_tic(fmt::format("{:g}", value / unit), value / unit));
  return fmt::format("set logscale {0}\nset {0}range [{1}:{2}]\nset {0}tics nomirror ({3})\n", name, low / room,
                     high * room, fmt::join(labels, ", "));
}

}  // namespace lowband
