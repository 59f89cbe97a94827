#pragma once

#include <limits>
#include <set>
#include <string>

namespace lowband {

/// An axis of a plot: its range grows with what is put on it.
struct Axis {
  bool logarithmic = false;
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  std::set<double> labelled;  ///< the values that are labelled if logarithmic; empty: round ones

  /// A logarithmic axis has no place for what is not positive.
  [[nodiscard]] bool shows(double value) const { return !logarithmic || value > 0.0; }
  void include(double value);
  /// Nothing has been put on it.
  [[nodiscard]] bool empty() const { return least > most; }

  /// The gnuplot commands for the axis `name` ("x" or "y"), in units of `unit`, with room around what is on it.
  [[nodiscard]] std::string script(const char* name, double unit) const;
};

}  // namespace lowband
