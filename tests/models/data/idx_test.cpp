// SPDX-License-Identifier: Apache-2.0
#include "models/data/idx.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include "sim/base/random.hpp"
#include "tests/models/data/idx_files.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::TemporaryFolder;
using test::write_bytes;
namespace {

using Catch::Contains;

const std::vector<unsigned char> content = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255};
const std::vector<unsigned char> good = idx_bytes(0x803, {3, 2, 2}, content);

/// What reading a file of these bytes as 3 dimensions says.
std::string message_of(const std::vector<unsigned char>& bytes) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "images";
  write_bytes(file, bytes);
  const std::string message = usage_error([&] { (void)read_idx(file, 3); });
  CHECK_THAT(message, Contains(file.string()));
  return message;
}

TEST_CASE("idx: raw and gzip files read back") {
  const TemporaryFolder folder;
  write_bytes(folder.path() / "raw", good);
  write_gzip(folder.path() / "packed", good);
  for (const char* name : {"raw", "packed"}) {
    const IdxArray array = read_idx(folder.path() / name, 3);
    CHECK(array.shape == std::vector<std::size_t>{3, 2, 2});
    CHECK(array.values == content);
  }
}

TEST_CASE("idx: a file that is not there") {
  const TemporaryFolder folder;
  const auto message = usage_error([&] { (void)read_idx(folder.path() / "none", 3); });
  CHECK_THAT(message, Contains("none: cannot be read"));
}

TEST_CASE("idx: wrong magic number") {
  CHECK_THAT(message_of(idx_bytes(0x801, {3, 2, 2}, content)),
             Contains("byte 0: expected the magic number 0x00000803") && Contains("3 dimensions") &&
                 Contains("found 0x00000801"));
}

TEST_CASE("idx: truncated in the header") {
  CHECK_THAT(message_of({}), Contains("byte 0: expected 4 bytes (magic number), found 0"));
  CHECK_THAT(message_of({good.begin(), good.begin() + 9}),
             Contains("byte 8: expected 4 bytes (size of dimension 2), found 1: the file is truncated"));
}

TEST_CASE("idx: truncated in the data") {
  CHECK_THAT(message_of({good.begin(), good.end() - 1}),
             Contains("byte 16: expected 12 bytes of data, found 11: the file is truncated"));
}

TEST_CASE("idx: a header that claims far more than there is") {
  CHECK_THAT(message_of(idx_bytes(0x803, {1000000, 28, 28}, content)),
             Contains("byte 16: expected 784000000 bytes of data, found 12"));
  CHECK_THAT(message_of(idx_bytes(0x803, {0xFFFFFFFF, 28, 28}, content)), Contains("byte 8: expected a size"));
  CHECK_THAT(message_of(idx_bytes(0x803, {3, 0, 2}, content)),
             Contains("byte 8: expected a size") && Contains("found 0"));
}

TEST_CASE("idx: bytes after the end") {
  auto longer = good;
  longer.push_back(0);
  CHECK_THAT(message_of(longer), Contains("byte 28: expected the end of the file, found more bytes"));
}

TEST_CASE("idx: damaged gzip files") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "images.gz";
  std::vector<unsigned char> many(100000);
  Stream random(1, Purpose::data, 0, 0);
  for (auto& byte : many) byte = static_cast<unsigned char>(random());
  write_gzip(file, idx_bytes(0x803, {1000, 10, 10}, many));

  SECTION("cut off") {
    std::filesystem::resize_file(file, 50000);
    const auto message = usage_error([&] { (void)read_idx(file, 3); });
    CHECK_THAT(message, Contains(file.string() + ": byte 16 (unpacked): expected 100000 bytes of data, found ") &&
                            Contains("truncated"));
  }
  SECTION("cut off within the checksum at the end") {
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
    CHECK_THAT(usage_error([&] { (void)read_idx(file, 3); }),
               Contains("byte 100016 (unpacked)") && Contains("truncated"));
  }
  SECTION("a byte changed") {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(60000);
    stream.put('\x5a');
    stream.put('\xa5');
    stream.close();
    CHECK_THAT(usage_error([&] { (void)read_idx(file, 3); }), Contains("(unpacked): expected gzip or plain data"));
  }
}

}  // namespace
}  // namespace lowband
