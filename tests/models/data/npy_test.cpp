// SPDX-License-Identifier: Apache-2.0
#include "models/data/npy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

#include "tests/models/data/npy_bytes.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

/// Reads from a text, a few bytes at a time.
ByteSource from(const std::string& bytes) {
  return [rest = bytes](char* to, std::size_t size) mutable {
    const std::size_t count = std::min({size, rest.size(), std::size_t{1000}});
    std::memcpy(to, rest.data(), count);
    rest.erase(0, count);
    return count;
  };
}

FloatBuffer floats(const std::string& bytes) { return NpyReader("a.npy", from(bytes)).floats(); }
std::vector<std::string> texts(const std::string& bytes) { return NpyReader("a.npy", from(bytes)).texts(); }
std::string refused(const std::string& bytes) {
  return usage_error([&] { floats(bytes); });
}

TEST_CASE("npy: elements of every type, in either byte order") {
  using namespace std::string_literals;
  CHECK(floats(npy_bytes("|u1", "(3,)", "\x01\x80\xFF")) == FloatBuffer{1, 128, 255});
  CHECK(floats(npy_bytes("|i1", "(2,)", "\x01\xFF")) == FloatBuffer{1, -1});
  CHECK(floats(npy_bytes("|b1", "(2,)", "\x01\x00"s)) == FloatBuffer{1, 0});
  CHECK(floats(npy_bytes("<i2", "(2,)", "\x01\x02\xFE\xFF")) == FloatBuffer{513, -2});
  CHECK(floats(npy_bytes(">i2", "(2,)", "\x01\x02\xFF\xFE")) == FloatBuffer{258, -2});
  CHECK(floats(npy_bytes("<u4", "(1,)", "\x01\x00\x00\x80"s)) == FloatBuffer{2147483649.0F});
  CHECK(floats(npy_bytes("<i8", "(1,)", "\xFD\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) == FloatBuffer{-3});
  CHECK(floats(npy_bytes("<f4", "(1, 2)", "\x00\x00\xC0\x3F\x00\x00\x00\xC0"s)) == FloatBuffer{1.5F, -2});
  CHECK(floats(npy_bytes(">f4", "(1,)", "\x3F\xC0\x00\x00"s)) == FloatBuffer{1.5F});
  CHECK(floats(npy_bytes("<f8", "(1,)", "\x00\x00\x00\x00\x00\x00\xF8\x3F"s)) == FloatBuffer{1.5F});
}

TEST_CASE("npy: labels as texts, numbers in one way") {
  using namespace std::string_literals;
  CHECK(texts(npy_bytes("<u8", "(1,)", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) ==
        std::vector<std::string>{"18446744073709551615"});
  CHECK(texts(npy_bytes("<f4", "(2,)", "\x00\x00\xC0\x3F\x00\x00\x00\x40"s)) == std::vector<std::string>{"1.5", "2"});
  CHECK(texts(npy_bytes("|S3", "(2,)", "cat\x64\x6F\0"s)) == std::vector<std::string>{"cat", "do"});
  CHECK(texts(npy_bytes("<U2", "(1,)", "\xE9\x00\x00\x00\x3D\xD8\x01\x00"s)) ==
        std::vector<std::string>{"\xC3\xA9\xF0\x9D\xA0\xBD"});  // U+E9, U+1D83D
  CHECK(texts(npy_bytes(">U1", "(1,)", "\x00\x00\x00\x61"s)) == std::vector<std::string>{"a"});
}

TEST_CASE("npy: shapes, and versions of the header") {
  using namespace std::string_literals;
  const auto shape = [](const std::string& bytes) { return NpyReader("a.npy", from(bytes)).shape(); };
  CHECK(shape(npy_bytes("|u1", "(2, 3, 4)", "")) == std::vector<std::size_t>{2, 3, 4});
  CHECK(shape(npy_bytes("|u1", "()", "x")).empty());
  CHECK(shape(npy_bytes("|u1", "(7,)", "", 2)) == std::vector<std::size_t>{7});
  CHECK(floats(npy_bytes("|u1", "()", "\x05", 3)) == FloatBuffer{5});
}

TEST_CASE("npy: many elements, in several steps") {
  std::string bytes(3U << 20U, '\x07');
  CHECK(floats(npy_bytes("|u1", "(1024, 3072)", bytes)) == FloatBuffer(std::size_t{3} << 20U, 7.0F));
}

TEST_CASE("npy: what is no array, or not one of numbers, is refused") {
  using namespace std::string_literals;
  const std::string good = npy_bytes("<f4", "(2,)", "\x00\x00\xC0\x3F\x00\x00\x00\x40"s);
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK_THAT(refused(good.substr(0, size)), Catch::StartsWith("a.npy: expected"));
  CHECK(refused(good.substr(0, good.size() - 1)) == "a.npy: expected 2 elements, found 1: the file is truncated");
  CHECK(refused(good + "x") == "a.npy: expected 2 elements and the end, found more");
  CHECK(refused("PK\x03\x04 and more") == "a.npy: expected an array in NumPy's format NPY, found something else");
  CHECK_THAT(refused(npy_bytes("<f4", "(1,)", "\x00\x00\xC0\x7F"s)),
             Catch::StartsWith("a.npy: element 0: expected a number that is finite"));
  CHECK_THAT(refused(npy_bytes("<f8", "(1,)", "\x00\x00\x00\x00\x00\x00\xF8\x7E"s)), Catch::Contains("found inf"));
  CHECK_THAT(refused(npy_bytes("<f2", "(1,)", "xx")), Catch::EndsWith("found elements of type <f2"));
  CHECK_THAT(refused(npy_bytes("|O", "(1,)", "xx")), Catch::Contains("found elements of type"));
  CHECK_THAT(refused(npy_bytes("|S1", "(1,)", "x")), Catch::EndsWith("expected numbers, found texts"));
  CHECK_THAT(refused(npy_bytes("<f4", "(0,)", "")), Catch::Contains("found the shape (0,)"));
  CHECK_THAT(refused(npy_bytes("<f4", "(4294967296, 4294967296, 16)", "")), Catch::Contains("at most 1 TB"));
  CHECK_THAT(refused(npy_bytes("<f4", "(1000000000,)", "abcd")), Catch::Contains("found 1: the file is truncated"));
  CHECK_THAT(refused(npy_bytes("<f4", "(2, x)", "")), Catch::Contains("found the shape (2, x)"));
  std::string turned = good;
  turned.replace(turned.find("False"), 5, "True ");
  CHECK_THAT(refused(turned), Catch::Contains("found Fortran's order"));
}

}  // namespace
}  // namespace lowband
