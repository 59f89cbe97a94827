// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/over_time_source.hpp"

#include <catch2/catch.hpp>

#include "tests/experiment/devices/read_devices.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// The factor of a host at a time.
double factor(const Devices& devices, const std::string& host, double time_s) {
  double product = 1.0;
  for (const auto& profile : devices.over_time.of(host)) product *= profile->factor_at(time_s);
  return product;
}

constexpr auto from_file = R"({"kind": "over-time", "file": "speeds.csv"})";

}  // namespace

TEST_CASE("rows give hosts their factors over time, by name or by pattern", "[devices]") {
  const Devices devices = read_devices(R"({"kind": "over-time", "rows": [
    ["phone-1", 10, 0.5], ["phone-*", "20s", 0], ["phone-1", 30, 2], ["phone-*", 25, 0.25]]})");
  CHECK(factor(devices, "laptop", 22) == 1.0);
  CHECK(factor(devices, "phone-2", 19) == 1.0);
  CHECK(factor(devices, "phone-2", 20) == 0.0);
  CHECK(factor(devices, "phone-2", 1e6) == 0.25);
  CHECK(factor(devices, "phone-1", 9) == 1.0);
  CHECK(factor(devices, "phone-1", 15) == 0.5);
  CHECK(factor(devices, "phone-1", 22) == 0.0);
  CHECK(factor(devices, "phone-1", 27) == 0.125);  // both: 0.5 x 0.25
  CHECK(factor(devices, "phone-1", 30) == 0.5);
}

TEST_CASE("rows are shown host by host, and read back", "[devices]") {
  const Json shown =
      read_devices(R"({"kind": "over-time", "rows": [["b", 1, 2], ["a*", 0, 0], ["b", "1min", 1], ["a*", 3, 1]]})")
          .values();
  CHECK(shown == Json::parse(R"({"kind": "over-time", "rows":
                                 [["b", 1.0, 2.0], ["b", 60.0, 1.0], ["a*", 0.0, 0.0], ["a*", 3.0, 1.0]]})"));
  CHECK(read_devices(shown.dump()).values() == shown);
}

TEST_CASE("rows may come from a CSV file, which nobody needs again", "[devices]") {
  const TemporaryFolder folder;
  put(folder / "speeds.csv", "host,time_s,factor\nb,0,0.5\n\"a,[12]\",2.5,0\nb,1e1,1\n\"a,[12]\",3,1.25\n");
  const Devices devices = read_devices(from_file, folder.path());
  CHECK(devices.values() == Json::parse(R"({"kind": "over-time", "rows":
      [["b", 0.0, 0.5], ["b", 10.0, 1.0], ["a,[12]", 2.5, 0.0], ["a,[12]", 3.0, 1.25]]})"));
  CHECK(factor(devices, "a,2", 2.5) == 0.0);
  CHECK(factor(devices, "a,3", 2.5) == 1.0);
}

TEST_CASE("rows of a file that are wrong are refused with their line and column", "[devices]") {
  const TemporaryFolder folder;
  const auto with = [&](const std::string& rows) {
    put(folder / "speeds.csv", rows);
    return said_of_devices(from_file, folder.path());
  };
  const std::string begin = "file.json: /devices/file: " + (folder / "speeds.csv").string();
  const std::string header = "host,time_s,factor\n";
  CHECK(with("host,time,factor\na,0,1\n") ==
        begin + ":1: expected the header host,time_s,factor, found \"host,time,factor\"");
  CHECK_THAT(with(header), Contains(begin) && Contains("expected at least one row, found none"));
  CHECK(with(header + "a,0,1\n,1,1\n") == begin + ":3: expected a host, the name of one or a shell pattern, found ");
  CHECK(with(header + "a,-1,1\n") == begin + ":2: expected a time_s of at least 0, found -1");
  CHECK(with(header + "a,inf,1\n") == begin + ":2: expected a time_s of at least 0, found inf");
  CHECK(with(header + "a,soon,1\n") == begin + ":2: expected a number as time_s, found \"soon\"");
  CHECK(with(header + "a,0,-1\n") == begin + ":2: expected a factor from 0 to 1e+30, found -1");
  CHECK(with(header + "a,0,nan\n") == begin + ":2: expected a factor from 0 to 1e+30, found nan");
  CHECK(with(header + "a,0,fast\n") == begin + ":2: expected a number as factor, found \"fast\"");
  CHECK(with(header + "a,0\n") == begin + ":2: expected 3 fields, found 2");
  // Times increase host by host.
  const std::string later = " by 1e-09 at least, that of the row before of \"a\", found ";
  CHECK(with(header + "a,3,1\nb,1,1\na,3,2\n") == begin + ":4: expected a time_s above 3" + later + "3");
  CHECK(with(header + "a,3,1\na,2.5,2\n") == begin + ":3: expected a time_s above 3" + later + "2.5");
  CHECK_THAT(said_of_devices(R"({"kind": "over-time", "file": "nowhere.csv"})", folder.path()),
             Contains("file.json: /devices/file: ") && Contains("nowhere.csv"));
}

TEST_CASE("rows in the experiment file that are wrong are refused at their place", "[devices]") {
  const auto with = [](const std::string& rows) {
    return said_of_devices(R"({"kind": "over-time", "rows": )" + rows + "}");
  };
  const std::string begin = "file.json: /devices/rows";
  CHECK(with("[]") == begin + ": expected a list of at least one row: [[host, time, factor], ...], found []");
  CHECK(with(R"([["a", 1]])") == begin + "/0: expected a row: [host, time, factor], found [\"a\",1]");
  CHECK_THAT(with(R"([["a", 0, 1], [1, 1, 1]])"), Contains(begin + "/1/0: expected text, found 1"));
  CHECK_THAT(with(R"([["", 1, 1]])"), Contains(begin + "/0/0: expected a host"));
  CHECK_THAT(with(R"([["a", "soon", 1]])"), Contains(begin + "/0/1: expected "));
  CHECK_THAT(with(R"([["a", 1, "1"]])"), Contains(begin + "/0/2: expected a factor from 0 to 1e+30, found \"1\""));
  CHECK_THAT(with(R"([["a", 1, -0.5]])"), Contains(begin + "/0/2: expected a factor from 0 to 1e+30, found -0.5"));
  CHECK_THAT(with(R"([["a", 1, 1], ["b", 1, 1], ["a", "0.5s", 1]])"),
             Contains(begin + "/2/1: expected a time_s above 1") && Contains("found \"0.5s\""));
  CHECK(said_of_devices(R"({"kind": "over-time"})") == "file.json: /devices: expected \"rows\", or a \"file\" of them");
  CHECK(said_of_devices(R"({"kind": "over-time", "rows": [["a", 1, 1]], "file": "a.csv"})") ==
        "file.json: /devices: expected either \"rows\" or a \"file\" of them, found both");
  CHECK_THAT(said_of_devices(R"({"kind": "over-time", "speeds": [1]})"), Contains("/devices/speeds: unknown key"));
}
