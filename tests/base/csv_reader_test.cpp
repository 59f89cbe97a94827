// SPDX-License-Identifier: Apache-2.0
#include "sim/base/csv_reader.hpp"

#include <catch2/catch.hpp>

#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using test::put;
using test::TemporaryFolder;

namespace {

std::vector<std::vector<std::string>> records(const std::string& content, const CsvForm& form = {}) {
  const TemporaryFolder folder;
  put(folder / "table.csv", content);
  CsvReader reader(folder / "table.csv", form);
  std::vector<std::vector<std::string>> all = {reader.columns()};
  while (reader.next()) {
    auto& record = all.emplace_back();
    for (std::size_t i = 0; i < reader.columns().size(); ++i) record.push_back(reader.field(i));
  }
  return all;
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("a CSV file may have other separators, no header, and lines before it", "[base]") {
  CHECK(records("a;b\n1,5;2\n", {.separator = ';'}) == Rows{{"a", "b"}, {"1,5", "2"}});
  CHECK(records("a\tb\n1\t2", {.separator = '\t'}) == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(records("5,6\n7,8\n", {.has_header = false}) == Rows{{"1", "2"}, {"5", "6"}, {"7", "8"}});
  CHECK(records("# by hand\n\na,b\n1,2\n", {.skipped_lines = 2}) == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(records("x\n5,6\n", {.skipped_lines = 1, .has_header = false}) == Rows{{"1", "2"}, {"5", "6"}});
  CHECK(records("", {.has_header = false}) == Rows{{}});
}

TEST_CASE("a byte-order mark, and either end of lines, are no part of the fields of a CSV file", "[base]") {
  CHECK(records("\xEF\xBB\xBF"
                "a,b\r\n1,\"2\r\n3\"\r\n") == Rows{{"a", "b"}, {"1", "2\r\n3"}});
  CHECK(records("a,b\n1,x\ry\n") == Rows{{"a", "b"}, {"1", "x\ry"}});
}

TEST_CASE("lines longer than what is read at once are whole", "[base]") {
  const std::string longest(200000, 'x');
  CHECK(records("a,b\n" + longest + ",1\n" + longest + "y,2") ==
        Rows{{"a", "b"}, {longest, "1"}, {longest + "y", "2"}});
}

TEST_CASE("CSV in UTF-16 is refused", "[base]") {
  CHECK_THAT(usage_error([] {
               records(
                   "\xFF\xFE"
                   "a");
             }),
             Catch::Contains("expected text in UTF-8"));
}
