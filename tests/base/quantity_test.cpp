// SPDX-License-Identifier: Apache-2.0
#include "sim/base/quantity.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"

using namespace lowband;

TEST_CASE("quantities are read with their units", "[base]") {
  const Place place("file.json");
  CHECK(read_bandwidth("10Mbps", place) == 1.25e6);
  CHECK(read_bandwidth("1.25 MBps", place) == 1.25e6);
  CHECK(read_bandwidth("1Mibps", place) == 131072.0);  // 2^20 / 8
  CHECK(read_bandwidth("1KiBps", place) == 1024.0);
  CHECK(read_bandwidth(1000, place) == 1000.0);
  CHECK(read_duration("5ms", place) == Approx(0.005));
  CHECK(read_duration("24h", place) == 86400.0);
  CHECK(read_duration("2 min", place) == 120.0);
  CHECK(read_duration(0, place) == 0.0);
  CHECK(read_speed("10Gf", place) == 1e10);
  CHECK(read_speed(1e9, place) == 1e9);
  CHECK(read_latency("2s", place) == 2.0);
  CHECK(read_latency(0.999, place) == 0.999);
  CHECK(read_size("6MiB", place) == 6291456.0);  // 6 x 2^20
  CHECK(read_size("64 kB", place) == 64000.0);
  CHECK(read_size("1500B", place) == 1500.0);
  CHECK(read_size(4096, place) == 4096.0);
}

TEST_CASE("units are known by name, as columns write them, too", "[base]") {
  CHECK(unit_size(Dimension::bandwidth, "Mbps") == 125000.0);
  CHECK(unit_size(Dimension::bandwidth, "MBps") == 1e6);
  CHECK(unit_size(Dimension::bandwidth, "mbps") == 125000.0);  // bits, as nobody writes bytes like that
  CHECK(unit_size(Dimension::bandwidth, "kbps") == 125.0);
  CHECK(unit_size(Dimension::duration, "ms") == 1e-3);
  CHECK(unit_size(Dimension::duration, "MIN") == 60.0);
  CHECK(unit_size(Dimension::speed, "gf") == 1e9);
  CHECK_FALSE(unit_size(Dimension::duration, "Mbps"));
  CHECK_FALSE(unit_size(Dimension::bandwidth, ""));
}

TEST_CASE("a plain number that would be absurd in its unit needs one", "[base]") {
  const Place place("file.json");
  CHECK_THROWS_WITH(
      read_bandwidth(10, place),
      "file.json: the document: expected a bandwidth with its unit, such as \"10Mbps\": a plain number is "
      "bytes per second, found 10");
  CHECK_THROWS_WITH(read_bandwidth(999.9, place), Catch::Contains("expected a bandwidth with its unit"));
  CHECK_THROWS_WITH(read_speed(50, place), Catch::Contains("expected a speed with its unit"));
  CHECK_THROWS_WITH(read_speed(999'999, place), Catch::Contains("expected a speed with its unit"));
  CHECK_THROWS_WITH(read_latency(1, place), Catch::Contains("expected a latency with its unit"));
  CHECK(read_bandwidth("10Bps", place) == 10.0);  // who says so means it
  CHECK(read_speed("1f", place) == 1.0);
  CHECK(read_duration(3600, place) == 3600.0);  // periods are seconds
}

TEST_CASE("a quantity is written so that it reads back exactly", "[base]") {
  const Place place("file.json");
  CHECK(exact_bandwidth(1.25e6) == "1250000Bps");
  CHECK(exact_duration(0.005) == "0.005s");
  CHECK(exact_speed(5e10) == "50000000000f");
  for (const double value : {0.1, 1.0 / 3.0, 12345.678, 1e-300, 1e300, 5e-324, 9007199254740993.0}) {
    CHECK(read_bandwidth(exact_bandwidth(value), place) == value);
    CHECK(read_duration(exact_duration(value), place) == value);
    CHECK(read_latency(exact_duration(value), place) == value);
    CHECK(read_speed(exact_speed(value), place) == value);
  }
}

TEST_CASE("what is no quantity, or of another kind, is refused", "[base]") {
  const Place place("file.json");
  for (const Json& bad : {Json("10ms"), Json("0Mbps"), Json(-1), Json("Mbps"), Json("10"), Json(true), Json(nullptr)}) {
    CHECK_THROWS_WITH(read_bandwidth(bad, place), Catch::Contains("expected a bandwidth above 0"));
  }
  CHECK_THROWS_WITH(read_duration("-1ms", place), Catch::Contains("expected a duration"));
  CHECK_THROWS_WITH(read_duration("1Gf", place), Catch::Contains("expected a duration"));
  CHECK_THROWS_WITH(read_speed("1Gbps", place), Catch::Contains("expected a speed above 0"));
  CHECK_THROWS_WITH(read_speed(0, place), Catch::Contains("expected a speed above 0"));
  CHECK_THROWS_WITH(read_size("1MBps", place), Catch::Contains("expected a size above 0"));
  CHECK_THROWS_WITH(read_size(0, place), Catch::Contains("expected a size above 0"));
}

TEST_CASE("a quantity is written with the unit that reads best, of the same family", "[base]") {
  CHECK(quantity_like("1Mbps", 1.25e8) == "1Gbps");
  CHECK(quantity_like("1Mbps", 125.0) == "1kbps");
  CHECK(quantity_like("1MBps", 1.25e8) == "125MBps");
  CHECK(quantity_like("1Mibps", 1073741824.0 / 8.0) == "1Gibps");
  CHECK(quantity_like("5ms", 0.00005) == "50us");
  CHECK(quantity_like("5ms", 50.0) == "50s");
  CHECK(quantity_like("1Gf", 2.5e12) == "2.5Tf");
  CHECK(quantity_like("1Mbps", 1.25e8 * (1 - 1e-9)) == "1Gbps");  // not 1000Mbps
  CHECK(quantity_like("1bps", 1e8 / 3 / 8, 3) == "33.3Mbps");
  CHECK(quantity_like("1MiB", 6291456.0) == "6MiB");
  CHECK(quantity_like("1kB", 6e6) == "6MB");
  CHECK(quantity_like("12", 1.5) == "1.5");
}
