// SPDX-License-Identifier: Apache-2.0
#include "models/data/libsvm.hpp"

#include <catch2/catch.hpp>

#include "tests/models/data/idx_files.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::put;
using test::TemporaryFolder;
namespace {

LibsvmRows read(const std::string& text, std::uint32_t most_index = 100) {
  const TemporaryFolder folder;
  put(folder / "rows", text);
  return read_libsvm(folder / "rows", {.most_index = most_index});
}

/// What is said of this text, without the folder.
std::string refused(const std::string& text, std::uint32_t most_index = 100) {
  const TemporaryFolder folder;
  put(folder / "rows", text);
  const std::string message = usage_error([&] { (void)read_libsvm(folder / "rows", {.most_index = most_index}); });
  const std::string file = (folder / "rows").string();
  REQUIRE(message.starts_with(file + ":"));
  return message.substr(file.size() + 1);
}

std::vector<std::uint32_t> columns(const SparseRow& row) { return {row.columns.begin(), row.columns.end()}; }
std::vector<float> values(const SparseRow& row) { return {row.values.begin(), row.values.end()}; }

TEST_CASE("libsvm: labels, indices from 1 and values, as they are written") {
  const LibsvmRows read_rows = read("+1 1:0.5 7:-2e-1\n-1 3:+4\n0.5 100:1");
  CHECK(read_rows.labels == std::vector<double>{1, -1, 0.5});
  CHECK(read_rows.lines == std::vector<std::uint32_t>{1, 2, 3});
  REQUIRE(read_rows.rows.size() == 3);
  CHECK(columns(read_rows.rows[0]) == std::vector<std::uint32_t>{0, 6});
  CHECK(values(read_rows.rows[0]) == std::vector<float>{0.5F, -0.2F});
  CHECK(values(read_rows.rows[1]) == std::vector<float>{4.0F});
  CHECK(read_rows.rows.columns() == 100);
}

TEST_CASE("libsvm: spaces, tabs, comments, blank lines, either end of line, rows without features") {
  const LibsvmRows read_rows = read("# a comment\r\n\n  1 \t 2:3   4:5 \t \r\n-1\r\n   # 1 1:1\n2 # 9:9\n1 6:7#8:9\n");
  CHECK(read_rows.labels == std::vector<double>{1, -1, 2, 1});
  CHECK(read_rows.lines == std::vector<std::uint32_t>{3, 4, 6, 7});
  CHECK(columns(read_rows.rows[0]) == std::vector<std::uint32_t>{1, 3});
  CHECK(read_rows.rows[1].values.empty());
  CHECK(read_rows.rows[2].values.empty());
  CHECK(columns(read_rows.rows[3]) == std::vector<std::uint32_t>{5});
  CHECK(read("").labels.empty());
}

TEST_CASE("libsvm: rows may be packed, or begin with a byte-order mark") {
  const TemporaryFolder folder;
  const std::string rows = "\xEF\xBB\xBF+1 1:0.5\n-1 3:4\n";
  write_gzip(folder / "rows", {rows.begin(), rows.end()});
  const LibsvmRows read_rows = read_libsvm(folder / "rows", {.most_index = 100});
  CHECK(read_rows.labels == std::vector<double>{1, -1});
  CHECK(columns(read_rows.rows[1]) == std::vector<std::uint32_t>{2});
}

TEST_CASE("libsvm: what is no row is refused with its line") {
  CHECK(refused("1 1:1\nspam 1:1\n") == "2: expected a label, found \"spam\"");
  CHECK(refused("1:1 2:2\n") == "1: expected a label, found \"1:1\"");
  CHECK(refused("1,2 1:1\n") == "1: expected a label, found \"1,2\"");
  CHECK(refused("nan 1:1\n") == "1: expected a label, found \"nan\"");
  CHECK(refused("+-1 1:1\n") == "1: expected a label, found \"+-1\"");
  CHECK(refused("1 qid:3 1:1\n") == "1: expected INDEX:VALUE, found \"qid:3\"");
  CHECK(refused("1 1\n") == "1: expected INDEX:VALUE, found \"1\"");
  CHECK(refused("1 1:\n") == "1: expected a finite number as value, found nothing");
  CHECK(refused("1 1: 2\n") == "1: expected a finite number as value, found nothing");
  CHECK(refused("1 1:2:3\n") == "1: expected a finite number as value, found \"2:3\"");
  CHECK(refused("1 1:inf\n") == "1: expected a finite number as value, found \"inf\"");
  CHECK(refused("1 1:1e39\n") == "1: expected a finite number as value, found \"1e39\"");  // above the largest float
  CHECK(refused("1 1:1\n\n1 0:1\n") == "3: expected an index from 1 to 100, found \"0:1\"");
  CHECK(refused("1 101:1\n") == "1: expected an index from 1 to 100, found \"101:1\"");
  CHECK(refused("1 99999999999999999999:1\n") == "1: expected INDEX:VALUE, found \"99999999999999999999:1\"");
  CHECK(refused("1 -1:1\n") == "1: expected INDEX:VALUE, found \"-1:1\"");
  CHECK(refused("1 5:1 5:1\n") == "1: expected an index above 5, that of the value before, found \"5:1\"");
  CHECK(refused("1 5:1 3:1\n") == "1: expected an index above 5, that of the value before, found \"3:1\"");
  // Not text, and too long to be shown.
  CHECK(refused(std::string("\x1e\x8b\n", 3)) == "1: expected a label, found \"\\u001e\\ufffd\"");
  CHECK(refused(std::string(100, 'x')) == "1: expected a label, found \"" + std::string(37, 'x') + "...\"");
}

TEST_CASE("libsvm: indices may begin with 0, and labels be followed by queries") {
  const TemporaryFolder folder;
  put(folder / "rows", "2 qid:7 0:0.5 3:1\n1 qid:12\n");
  const LibsvmRows rows = read_libsvm(folder / "rows", {.first_index = 0, .most_index = 3, .has_queries = true});
  CHECK(columns(rows.rows[0]) == std::vector<std::uint32_t>{0, 3});
  CHECK(rows.queries == std::vector<std::uint64_t>{7, 12});
  CHECK(rows.rows[1].values.empty());
  const auto said = [&](const std::string& text) {
    put(folder / "rows", text);
    const std::string message = usage_error(
        [&] { (void)read_libsvm(folder / "rows", {.first_index = 0, .most_index = 3, .has_queries = true}); });
    return message.substr((folder / "rows").string().size() + 1);
  };
  CHECK(said("1 0:1\n") == "1: expected qid:NUMBER, found \"0:1\"");
  CHECK(said("1 qid:x 0:1\n") == "1: expected qid:NUMBER, found \"qid:x\"");
  CHECK(said("1 qid:1,2\n") == "1: expected qid:NUMBER, found \"qid:1,2\"");
  CHECK(said("1 qid:1 4:1\n") == "1: expected an index from 0 to 3, found \"4:1\"");
  CHECK(said("1 qid:1 0:1 0:1\n") == "1: expected an index above 0, that of the value before, found \"0:1\"");
}

TEST_CASE("libsvm: a file that cannot be read") {
  const TemporaryFolder folder;
  CHECK_THAT(usage_error([&] { (void)read_libsvm(folder / "none", {.most_index = 1}); }),
             Catch::Contains("none: cannot be read"));
}

}  // namespace
}  // namespace lowband
