// SPDX-License-Identifier: Apache-2.0
#include "sim/results/data_table.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/results/measured_column.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The message about a file of that content, without its folder.
std::string said_of(const std::string& name, const std::string& content) {
  const TemporaryFolder folder;
  put(folder / name, content);
  const std::string message = usage_error([&] { static_cast<void>(DataTable(folder / name)); });
  return message.substr(folder.path().string().size() + 1);
}

}  // namespace

TEST_CASE("a table is read from CSV", "[results]") {
  const TemporaryFolder folder;
  put(folder / "t.csv", "a,\"b, c\"\n1,x\n\"two\nlines\",\n");
  const DataTable table(folder / "t.csv");
  CHECK(table.columns() == std::vector<std::string>{"a", "b, c"});
  REQUIRE(table.rows() == 2);
  CHECK(table.cell(0, 0) == "1");
  CHECK(table.cell(1, 0) == "two\nlines");
  CHECK(table.cell(1, 1).empty());
  CHECK(table.place_of(1) == (folder / "t.csv").string() + ":3");
  CHECK(table.column("b, c") == 1);
  CHECK_THAT(usage_error([&] { static_cast<void>(table.column("A")); }),
             Catch::EndsWith("t.csv: no column \"A\", did you mean \"a\"?"));
}

TEST_CASE("a table is read from JSON, at the top or as the only list of an object", "[results]") {
  const TemporaryFolder folder;
  const std::string list = R"([{"a": 1, "b": "x"}, {"b": null, "c": 0.25}])";
  put(folder / "t.json", list);
  put(folder / "u.json", R"({"about": "something", "readings": )" + list + "}");
  for (const std::string name : {"t.json", "u.json"}) {
    const DataTable table(folder / name);
    CHECK(table.columns() == std::vector<std::string>{"a", "b", "c"});
    REQUIRE(table.rows() == 2);
    CHECK(table.cell(0, 0) == "1");
    CHECK(table.cell(0, 1) == "x");
    CHECK(table.cell(0, 2).empty());
    CHECK(table.cell(1, 1).empty());
    CHECK(table.cell(1, 2) == "0.25");
  }
  CHECK(DataTable(folder / "u.json").place_of(1) == (folder / "u.json").string() + ": /readings/1");
}

TEST_CASE("what is no table is refused with its place", "[results]") {
  CHECK(said_of("t.csv", "a,b\n1\n") == "t.csv:2: expected 2 fields, found 1");
  CHECK(said_of("t.json", "[1]") == "t.json: /0: expected an object, found 1");
  CHECK(said_of("t.json", R"({"a": [], "b": []})") ==
        R"(t.json: the document: expected a list of objects, or an object with one such list, found {"a":[],"b":[]})");
  CHECK_THAT(said_of("t.json", "{"), Catch::StartsWith("t.json:1:"));
}

TEST_CASE("measured values have a unit of their own, or that of their column", "[results]") {
  const TemporaryFolder folder;
  put(folder / "t.csv", "rtt_ms,rate,bad\n45,10Mbps,-1ms\n2 s,1.25 MBps,1\n,,fast\n");
  const DataTable table(folder / "t.csv");
  const MeasuredColumn times(table, 0, Dimension::duration, unit_in_name("rtt_ms", Dimension::duration), "");
  CHECK(times.value(0) == Approx(0.045));
  CHECK(times.value(1) == 2.0);
  CHECK(times.value(2) == std::nullopt);
  const MeasuredColumn rates(table, 1, Dimension::bandwidth, "", "");
  CHECK(rates.value(0) == 1.25e6);
  CHECK(rates.value(1) == 1.25e6);
  const MeasuredColumn bad(table, 2, Dimension::duration, "", "--latency-unit");
  const auto said = [&](std::size_t row) { return usage_error([&] { static_cast<void>(bad.value(row)); }); };
  const std::string expected = "expected a duration with its unit, such as 45ms (or --latency-unit) as bad, found ";
  CHECK_THAT(said(0), Catch::EndsWith("t.csv:2: " + expected + "\"-1ms\""));
  CHECK_THAT(said(1), Catch::EndsWith("t.csv:3: " + expected + "\"1\""));
  CHECK_THAT(said(2), Catch::EndsWith("t.csv:4: " + expected + "\"fast\""));
  CHECK(usage_error([&] {
          static_cast<void>(MeasuredColumn(table, 2, Dimension::duration, "Mbps", "--latency-unit"));
        }) == "--latency-unit: expected a unit as in a duration with its unit, such as 45ms, found \"Mbps\"");
}

TEST_CASE("a unit may end a column's name", "[results]") {
  CHECK(name_without_unit("Sprint_throughput_mbps", Dimension::bandwidth) == "Sprint_throughput");
  CHECK(name_without_unit("src_region", Dimension::bandwidth) == "src_region");
  CHECK(name_without_unit("rate", Dimension::bandwidth) == "rate");
  CHECK(unit_in_name("duration_ms", Dimension::duration) == "ms");
  CHECK(unit_in_name("duration_ms", Dimension::bandwidth).empty());
}
