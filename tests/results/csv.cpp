// SPDX-License-Identifier: Apache-2.0
#include "sim/results/csv.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "sim/base/error.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/json_object.hpp"
#include "tests/temporary_folder.hpp"

namespace lowband {

namespace test {

/// A row that has got a column later.
struct GrownRow {
  int number = 0;
  std::string role = "worker";
};

}  // namespace test

template <>
inline constexpr std::tuple columns<test::GrownRow>{
    Column{"number", &test::GrownRow::number},
    Column{"role", &test::GrownRow::role, Since::later},
};

}  // namespace lowband

using namespace lowband;
using test::content_of;
using test::put;
using test::TemporaryFolder;

TEST_CASE("a number in CSV is the shortest text that reads back exactly", "[results]") {
  CHECK(csv_field(0.1) == "0.1");
  CHECK(csv_field(3.0) == "3");
  CHECK(csv_field(1.0 / 3.0) == "0.3333333333333333");  // 16 digits tell it from its neighbours
  CHECK(csv_field(5e-324) == "5e-324");
  CHECK(csv_field(std::uint64_t{18446744073709551615U}) == "18446744073709551615");
  CHECK(csv_field(-7) == "-7");
}

TEST_CASE("a missing number in CSV is nan, whatever its sign bit", "[results]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(csv_field(nan) == "nan");
  CHECK(csv_field(-nan) == "nan");
  CHECK(csv_field(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("text in CSV is quoted only where it must be", "[results]") {
  using namespace std::string_view_literals;
  CHECK(csv_field("host-1 (rack 'a')"sv) == "host-1 (rack 'a')");
  CHECK(csv_field("a,b"sv) == "\"a,b\"");
  CHECK(csv_field("say \"hi\""sv) == "\"say \"\"hi\"\"\"");
  CHECK(csv_field("two\nlines"sv) == "\"two\nlines\"");
}

TEST_CASE("rows read back from CSV as they were", "[results]") {
  const TemporaryFolder folder;
  const std::vector<LinkRow> links{
      {"plain", 1.25e8, 1e-4, 123456789012345, 0.1 + 0.2, 1.0 / 3.0},
      {"\"quoted\", with\na line break", std::numeric_limits<double>::infinity(), 0.0, 0, 0.0, 0.0},
      {"", 1.0, 2.0, 3, 4.0, std::numeric_limits<double>::quiet_NaN()},
  };
  put(folder / "links.csv", to_csv(links));
  const auto back = read_csv<LinkRow>(folder / "links.csv");
  REQUIRE(back.size() == 3);
  CHECK(back[0].busy_s == 0.1 + 0.2);
  CHECK(back[0].bytes == 123456789012345);
  CHECK(back[1].link == links[1].link);
  CHECK(back[1].bandwidth_Bps == links[1].bandwidth_Bps);
  CHECK(back[2].link.empty());
  CHECK(to_csv(back) == to_csv(links));
}

TEST_CASE("what is wrong with a CSV file is named with its line", "[results]") {
  const TemporaryFolder folder;
  const auto file = folder / "traffic.csv";
  const std::string header = "sim_time_s,bytes_sent\n";
  const auto message = [&file](const std::string& content) -> std::string {
    put(file, content);
    try {
      (void)read_csv<TrafficRow>(file);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  const std::string name = file.string();
  CHECK(message(header + "0.5,10\n").empty());
  CHECK(message(header).empty());
  CHECK(message("") == name + ":1: expected a column sim_time_s, found nothing");
  CHECK(message("sim_time_s,bytes\n") == name + ":1: expected a column bytes_sent, found \"sim_time_s,bytes\"");
  CHECK(message(header + "0.5,10\n0.6\n") == name + ":3: expected 2 fields, found 1");
  CHECK(message(header + "0.5,10\n0.6s,20\n") == name + ":3: expected a number as sim_time_s, found \"0.6s\"");
  CHECK(message(header + "0.5,-1\n") == name + ":2: expected a whole number from 0 as bytes_sent, found \"-1\"");
  CHECK(message(header + "0.5,\n") == name + ":2: expected a whole number from 0 as bytes_sent, found nothing");
  CHECK(message(header + "\"0.5,10\n") == name + ":2: expected a closing quote, found the end of the file");
  CHECK_THROWS_WITH(read_csv<TrafficRow>(folder / "none.csv"),
                    (folder / "none.csv").string() + ": cannot be read: No such file or directory");
}

TEST_CASE("columns are found by name, in any order, beside others", "[results]") {
  const TemporaryFolder folder;
  put(folder / "traffic.csv", "bytes_sent,messages,sim_time_s\r\n10,3,0.5\r\n20,\"6,7\",1\r\n");
  const auto rows = read_csv<TrafficRow>(folder / "traffic.csv");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].sim_time_s == 0.5);
  CHECK(rows[0].bytes_sent == 10);
  CHECK(rows[1].sim_time_s == 1.0);
  CHECK(rows[1].bytes_sent == 20);
}

TEST_CASE("what was added to a format has its default where it is missing", "[results]") {
  const TemporaryFolder folder;
  put(folder / "grown.csv", "number\n1\n2\n");
  const auto rows = read_csv<test::GrownRow>(folder / "grown.csv");
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].number == 2);
  CHECK(rows[1].role == "worker");
  put(folder / "grown.csv", to_csv(std::vector<test::GrownRow>{{3, "server"}}));
  CHECK(content_of(folder / "grown.csv") == "number,role\n3,server\n");
  CHECK(read_csv<test::GrownRow>(folder / "grown.csv").at(0).role == "server");

  const auto read = [](const char* json) {
    test::GrownRow row;
    from_json(Json::parse(json), Place("a.json"), row);
    return row;
  };
  CHECK(read(R"({"number": 4})").role == "worker");
  CHECK(read(R"({"later": [], "role": "server", "number": 4})").role == "server");
  CHECK_THROWS_WITH(read(R"({"role": "server"})"), "a.json: the document: the key \"number\" is missing");
}

TEST_CASE("a line break inside quotes counts as a line of the file", "[results]") {
  const TemporaryFolder folder;
  const auto file = folder / "links.csv";
  put(file, csv_header<LinkRow>() + "\n\"a\nb\",1,1,1,1,1\nc,x,1,1,1,1\n");
  CHECK_THROWS_WITH(read_csv<LinkRow>(file), file.string() + ":4: expected a number as bandwidth_Bps, found \"x\"");
}
