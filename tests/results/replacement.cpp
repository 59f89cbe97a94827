// SPDX-License-Identifier: Apache-2.0
#include "sim/results/replacement.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::content_of;
using test::names_in;
using test::put;
using test::TemporaryFolder;
using Names = std::vector<std::string>;

namespace fs = std::filesystem;

namespace {

const std::vector<FileContent> new_files = {
    {"platform.xml", "new"}, {"data/shares.csv", "new"}, {"manifest.json", "new"}};

void put_old_results(const fs::path& folder) {
  fs::create_directories(folder / "run@old");
  fs::create_directories(folder / "data");
  for (const std::string name : {"manifest.json", "platform.xml", "notes.txt", "run@old/metrics.csv", "data/old.csv"}) {
    put(folder / name, "old");
  }
}

void check_new_results(const fs::path& folder) {
  CHECK(names_in(folder) == Names{"data", "manifest.json", "platform.xml"});
  CHECK(names_in(folder / "data") == Names{"shares.csv"});
  for (const auto& file : new_files) CHECK(content_of(folder / file.name) == "new");
  CHECK_FALSE(is_being_replaced(folder));
}

}  // namespace

TEST_CASE("new results take the place of all that a folder holds", "[results]") {
  const TemporaryFolder folder;
  put_old_results(folder.path());
  replace_contents(folder.path(), new_files);
  check_new_results(folder.path());
}

TEST_CASE("the folder itself stays, and may be a link or the root of a file system", "[results]") {
  const TemporaryFolder folder;
  put_old_results(folder / "disk");
  fs::create_directory(folder / "disk/lost+found");
  fs::create_directory_symlink(folder / "disk", folder / "link");
  replace_contents(folder / "link", new_files);
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(fs::remove(folder / "disk/lost+found"));
  check_new_results(folder / "disk");
}

TEST_CASE("a replacement that was killed at any moment is completed", "[results]") {
  const TemporaryFolder folder;
  put_old_results(folder.path());
  // The files were there, and some of what they replace was gone.
  write_whole_folder(folder / ".lowband-next", new_files);
  const int moment = GENERATE(0, 1, 2, 3);
  if (moment > 0) fs::remove_all(folder / "run@old");
  if (moment > 1) {  // all of it was gone, but for the manifest, and some of them had taken their places
    for (const std::string name : {"platform.xml", "notes.txt", "data"}) fs::remove_all(folder / name);
    fs::rename(folder / ".lowband-next", folder / ".lowband-placing");
    fs::rename(folder / ".lowband-placing/platform.xml", folder / "platform.xml");
  }
  if (moment > 2) {  // all had
    for (const std::string name : {"data", "manifest.json"}) {
      fs::rename(folder / (".lowband-placing/" + name), folder / name);
    }
  }
  CHECK(is_being_replaced(folder.path()));
  complete_replacement(folder.path());
  check_new_results(folder.path());
  complete_replacement(folder.path());  // which has nothing to do
  check_new_results(folder.path());
}
