// SPDX-License-Identifier: Apache-2.0
#include "sim/base/file_reader.hpp"

#include <catch2/catch.hpp>

#include "sim/base/read_file.hpp"
#include "tests/models/data/idx_files.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

std::vector<unsigned char> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("a file is read as it is, or unpacked, whatever its name is", "[base]") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += static_cast<char>('a' + i % 23);  // more than what is read at once
  put(folder / "plain.gz", text);
  write_gzip(folder / "packed.txt", bytes_of(text));
  for (const char* name : {"plain.gz", "packed.txt"}) {
    CHECK(read_file(folder / name) == text);
    FileReader reader(folder / name);
    CHECK(reader.is_packed() == (std::string(name) == "packed.txt"));
    std::string first(1000, ' ');
    CHECK(reader.read(first.data(), 300) == 300);
    CHECK(reader.read(first.data() + 300, 700) == 700);
    CHECK(first == text.substr(0, 1000));
    CHECK(reader.offset() == 1000);
    CHECK(reader.name() == (folder / name).string());
  }
  put(folder / "empty", "");
  CHECK(read_file(folder / "empty").empty());
  // Several packed files one after the other are one file (RFC 1952, 2.2).
  write_gzip(folder / "a", bytes_of("one "));
  write_gzip(folder / "b", bytes_of("two"));
  put(folder / "both", content_of(folder / "a") + content_of(folder / "b"));
  CHECK(read_file(folder / "both") == "one two");
}

TEST_CASE("a file that cannot be read says why", "[base]") {
  const TemporaryFolder folder;
  CHECK_THAT(usage_error([&] { (void)read_file(folder / "none"); }), Contains("none: cannot be read: No such file"));
  CHECK_THAT(usage_error([&] { (void)read_file(folder.path()); }), Contains("cannot be read: Is a directory"));
  write_gzip(folder / "cut", bytes_of(std::string(1000, 'x')));
  std::filesystem::resize_file(folder / "cut", std::filesystem::file_size(folder / "cut") - 3);
  CHECK_THAT(usage_error([&] { (void)read_file(folder / "cut"); }),
             Contains("cut: cannot be read: its packed data (gzip) end too soon, after 1000 bytes unpacked"));
  auto damaged = content_of(folder / "cut");
  damaged[12] = static_cast<char>(~damaged[12]);
  put(folder / "damaged", damaged);
  CHECK_THAT(usage_error([&] { (void)read_file(folder / "damaged"); }),
             Contains("damaged: byte ") && Contains("(unpacked): expected gzip or plain data, found corrupt ones"));
}

TEST_CASE("a file that is packed in another way is refused", "[base]") {
  const TemporaryFolder folder;
  const auto said_of = [&](const std::string& content) {
    put(folder / "file", content);
    return usage_error([&] { (void)read_file(folder / "file"); });
  };
  // What such files begin with: `file`'s magic numbers.
  CHECK_THAT(said_of("BZh91AY&SYmore"), Contains("found one packed by bzip2: unpack it"));
  CHECK_THAT(said_of(std::string("\xFD"
                                 "7zXZ\0more",
                                 10)),
             Contains("packed by xz"));
  CHECK_THAT(said_of("\x28\xB5\x2F\xFDmore"), Contains("packed by zstd"));
  CHECK_THAT(said_of("PK\x03\x04more"), Contains("packed by zip"));
  CHECK_THAT(said_of(std::string(257, 'x') + "ustar"), Contains("packed by tar"));
  // Also inside gzip.
  write_gzip(folder / "rows.tar.gz", bytes_of(std::string(257, 'x') + "ustar"));
  CHECK_THAT(usage_error([&] { (void)read_file(folder / "rows.tar.gz"); }), Contains("packed by tar"));
  // Text that only begins like one.
  for (const std::string text : {"BZh", "PK", "ustar"}) {
    put(folder / "file", text);
    CHECK(read_file(folder / "file") == text);
  }
}

TEST_CASE("a byte-order mark is no part of a text", "[base]") {
  const TemporaryFolder folder;
  put(folder / "utf8", "\xEF\xBB\xBFtext");
  CHECK(read_text_file(folder / "utf8") == "text");
  CHECK(read_file(folder / "utf8").size() == 7);
  write_gzip(folder / "packed", bytes_of("\xEF\xBB\xBFtext"));
  CHECK(read_text_file(folder / "packed") == "text");
  for (const char* mark : {"\xFF\xFE", "\xFE\xFF"}) {
    put(folder / "utf16", mark + std::string("\0t", 2));
    CHECK_THAT(usage_error([&] { (void)read_text_file(folder / "utf16"); }),
               Contains("utf16: expected text in UTF-8, found the byte-order mark of UTF-16: save it as UTF-8"));
  }
}

TEST_CASE("a name may end in .gz beside its ending", "[base]") {
  CHECK(has_ending("a.json", ".json"));
  CHECK(has_ending("a.json.gz", ".json"));
  CHECK_FALSE(has_ending("a.gz", ".json"));
  CHECK_FALSE(has_ending("a.gml", ".json"));
}
