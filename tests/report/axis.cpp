#include "sim/report/axis.hpp"

#include <catch2/catch.hpp>

using lowband::Axis;

namespace {

std::string script_of(bool logarithmic, double first, double second, double unit = 1.0) {
  Axis axis;
  axis.logarithmic = logarithmic;
  axis.include(first);
  axis.include(second);
  return axis.script("y", unit);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a linear axis spans what is on it, in its unit", "[report]") {
  CHECK(contains(script_of(false, 0.0, 2000.0, 1000.0), "set yrange [0:2]\n"));
  CHECK(contains(script_of(false, 5.0, 5.0), "set yrange [5:6]\n"));  // gnuplot refuses an empty range
}

TEST_CASE("a logarithmic axis leaves out what is not positive", "[report]") {
  Axis axis;
  axis.logarithmic = true;
  axis.include(0.0);
  axis.include(-1.0);
  CHECK(axis.empty());
  axis.include(3.0);
  CHECK(axis.least == 3.0);
}

TEST_CASE("a logarithmic axis always has labels: fewer per decade the longer it is", "[report]") {
  CHECK(contains(script_of(true, 2.0, 6.0), "(\"2\" 2, \"3\" 3, \"4\" 4, \"5\" 5)"));
  CHECK(contains(script_of(true, 0.1, 1.0), "(\"0.1\" 0.1, \"0.2\" 0.2, \"0.5\" 0.5, \"1\" 1)"));
  CHECK(contains(script_of(true, 0.1, 1000.0), "(\"0.1\" 0.1, \"1\" 1, \"10\" 10, \"100\" 100, \"1000\" 1000)"));
  // 12 decades: every second one
  CHECK(contains(script_of(true, 1e-10, 100.0), "(\"10⁻¹⁰\" 1e-10, \"10⁻⁸\" 1e-08, \"10⁻⁶\" 1e-06, \"10⁻⁴\" "));
}

TEST_CASE("a logarithmic axis labels the values it is told to", "[report]") {
  Axis axis;
  axis.logarithmic = true;
  axis.labelled = {2.0, 16.0};
  axis.include(2.0);
  axis.include(16.0);
  CHECK(contains(axis.script("x", 1.0), "(\"2\" 2, \"16\" 16)"));
}
