// SPDX-License-Identifier: Apache-2.0
#include "sim/results/whole_file.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "sim/base/error.hpp"
#include "tests/results/in_child.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::content_of;
using test::names_in;
using test::put;
using test::TemporaryFolder;
using Names = std::vector<std::string>;

namespace {

/// From now on a file of this process may have at most `bytes`; a longer one fails with EFBIG, as a full disk fails
/// with ENOSPC.
void limit_file_size(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

TEST_CASE("a file is written whole and leaves nothing beside it", "[results]") {
  const TemporaryFolder folder;
  const auto file = folder / "new/deep/manifest.json";
  write_whole(file, "first");
  write_whole(file, "second");
  CHECK(content_of(file) == "second");
  CHECK(names_in(file.parent_path()) == Names{"manifest.json"});
}

TEST_CASE("when there is no space the old file stays and nothing else is left", "[results]") {
  const TemporaryFolder folder;
  const auto file = folder / "manifest.json";
  write_whole(file, "old");
  const std::string message = test::usage_error_in_child([&file] {
    limit_file_size(1000);
    write_whole(file, std::string(1001, 'x'));
  });
  CHECK(message == file.string() + ": cannot be written: File too large");
  CHECK(content_of(file) == "old");
  CHECK(names_in(folder.path()) == Names{"manifest.json"});
}

TEST_CASE("a file cannot be written below a file, or in place of a folder", "[results]") {
  const TemporaryFolder folder;
  put(folder / "file", "");
  write_whole(folder / "folder/inside", "kept");
  CHECK_THROWS_AS(write_whole(folder / "file/manifest.json", "text"), UsageError);
  CHECK_THROWS_WITH(write_whole(folder / "folder", "text"),
                    (folder / "folder").string() + ": cannot be written: Is a directory");
  CHECK(names_in(folder.path()) == Names{"file", "folder"});
  CHECK(content_of(folder / "folder/inside") == "kept");
}

TEST_CASE("a folder is written whole, with or without a slash at its end", "[results]") {
  const TemporaryFolder folder;
  write_whole_folder(folder / "run", {{"a.csv", "1"}, {"b.csv", "2"}});
  write_whole_folder(folder / "slash/", {{"a.csv", "3"}});
  CHECK(names_in(folder.path()) == Names{"run", "slash"});
  CHECK(names_in(folder / "run") == Names{"a.csv", "b.csv"});
  CHECK(content_of(folder / "slash/a.csv") == "3");
}

TEST_CASE("when one file of a folder cannot be written, there is no folder", "[results]") {
  const TemporaryFolder folder;
  const std::string message = test::usage_error_in_child([&folder] {
    limit_file_size(1000);
    write_whole_folder(folder / "run", {{"small.csv", "1"}, {"large.csv", std::string(2000, 'x')}});
  });
  CHECK(message == (folder / "run/large.csv").string() + ": cannot be written: File too large");
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE("a folder with something in it is not replaced", "[results]") {
  const TemporaryFolder folder;
  write_whole_folder(folder / "run", {{"a.csv", "1"}});
  CHECK_THROWS_WITH(write_whole_folder(folder / "run", {{"a.csv", "2"}}),
                    (folder / "run").string() + ": cannot be written: Directory not empty");
  CHECK(content_of(folder / "run/a.csv") == "1");
  CHECK(names_in(folder.path()) == Names{"run"});
}

TEST_CASE("files of a folder may lie in folders below it", "[results]") {
  const TemporaryFolder folder;
  write_whole_folder(folder / "run", {{"a.csv", "1"}, {"deep/er/b.csv", "2"}});
  CHECK(content_of(folder / "run/deep/er/b.csv") == "2");
  CHECK(names_in(folder.path()) == Names{"run"});
}
