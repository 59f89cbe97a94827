// SPDX-License-Identifier: Apache-2.0
#include "sim/report/units.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("seconds read in the unit that suits them, with three digits", "[report]") {
  CHECK(human_seconds(0.0) == "0 s");
  CHECK(human_seconds(12.34e-6) == "12.3 µs");
  CHECK(human_seconds(0.0456) == "45.6 ms");
  CHECK(human_seconds(1.234) == "1.23 s");
  CHECK(human_seconds(90.0) == "90.0 s");
  CHECK(human_seconds(150.0) == "2.50 min");
  CHECK(human_seconds(9000.0) == "2.50 h");
  CHECK(human_seconds(360000.0) == "100 h");
}

TEST_CASE("bytes read in powers of 1000", "[report]") {
  CHECK(human_bytes(0.0) == "0 B");
  CHECK(human_bytes(999.0) == "999 B");
  CHECK(human_bytes(1000.0) == "1.00 kB");
  CHECK(human_bytes(4.56e6) == "4.56 MB");
  CHECK(human_bytes(7.0e18) == "7000 PB");
  CHECK(human_rate(1.25e8) == "125 MB/s");
}

TEST_CASE("what rounds up to the next unit is in the next unit", "[report]") {
  CHECK(human_bytes(999'600.0) == "1.00 MB");  // not 1000 kB
  CHECK(human_bytes(999'400.0) == "999 kB");
  CHECK(human_seconds(0.99999) == "1.00 s");
  CHECK(three_digits(9.999) == "10.0");  // not 10.00
  CHECK(three_digits(-0.0123) == "-0.0123");
}

TEST_CASE("a deviation has the unit and the decimals of its mean", "[report]") {
  CHECK(mean_and_half_width(1.234, 0.0367, {1.0, "s"}) == "1.23 ± 0.04 s");
  CHECK(mean_and_half_width(123.4e6, 5.6e6, {1e6, "MB"}) == "123 ± 6 MB");
}

TEST_CASE("a bandwidth has the unit that scenarios give it", "[report]") {
  CHECK(bandwidth_unit(12.5e3) == Unit{125.0, "kbps"});
  CHECK(bandwidth_unit(125e3) == Unit{125e3, "Mbps"});
  CHECK(bandwidth_unit(100e6) == Unit{125e3, "Mbps"});
  CHECK(bandwidth_unit(125e6) == Unit{125e6, "Gbps"});
}
