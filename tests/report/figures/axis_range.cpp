// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/axis_range.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

namespace {

AxisRange range_of(bool is_logarithmic, double first, double second) {
  AxisRange range;
  range.is_logarithmic = is_logarithmic;
  range.include(first);
  range.include(second);
  return range;
}

}  // namespace

TEST_CASE("a linear axis spans what is on it, and is never empty", "[report]") {
  const FigureAxis axis = range_of(false, 0.0, 2000.0).axis("x");
  CHECK(axis.least == 0.0);
  CHECK(axis.most == 2000.0);
  CHECK(range_of(false, 5.0, 5.0).axis("x", {10.0, "tens"}).most == 15.0);  // a unit beyond
  CHECK(AxisRange{}.axis("x").most > AxisRange{}.axis("x").least);
}

TEST_CASE("a logarithmic axis has room of a tenth, and leaves out what is not positive", "[report]") {
  const FigureAxis axis = range_of(true, 2.0, 4.0).axis("x");
  CHECK(axis.least == Approx(2.0 / 1.1));
  CHECK(axis.most == Approx(4.4));
  CHECK(range_of(true, 0.0, -1.0).empty());
  CHECK(range_of(true, 0.0, 3.0).least == 3.0);
}

TEST_CASE("the unit of an axis suits its values", "[report]") {
  CHECK(range_of(false, 0.0, 2e-3).axis_of_seconds("t").unit == Unit{1e-3, "ms"});
  CHECK(range_of(false, 0.0, 7200.0).axis_of_seconds("t").unit == Unit{3600.0, "h"});
  CHECK(range_of(true, 1e-3, 1e3).axis_of_seconds("t").unit == Unit{1.0, "s"});  // sqrt(1e-3 x 1e3) = 1
  CHECK(range_of(false, 0.0, 5e6).axis_of_bytes("b").unit == Unit{1e6, "MB"});
  CHECK(range_of(false, 0.0, 1.0).axis_of_shares("s").unit == Unit{0.01, "%"});
}
