// SPDX-License-Identifier: Apache-2.0
#include "sim/base/json.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "sim/base/error.hpp"

using namespace lowband;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// What is said about a text that stands in "e.json", without that name.
std::string error_of(const std::string& text) {
  try {
    return "no error: " + parse_json(text, "e.json").dump();
  } catch (const UsageError& error) {
    const std::string what = error.what();
    CHECK_THAT(what, StartsWith("e.json:"));
    return what.substr(6);
  }
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("JSON is read in the order it was written", "[json]") {
  CHECK(parse_json(R"({"b": 1, "a": [2, null, {"b": "x", "c": 1e3}]})", "e.json").dump() ==
        R"({"b":1,"a":[2,null,{"b":"x","c":1000.0}]})");
  CHECK(parse_json("\xef\xbb\xbf{}", "e.json").dump() == "{}");  // a byte-order mark is passed over
}

TEST_CASE("comments are JSON for those who ask for them", "[json]") {
  const std::string text = "{\"a\": 1, // one\n /* two */ \"b\": 1e400}";
  CHECK_THAT(error_of(text), StartsWith(":1:10: malformed JSON: "));
  CHECK(parse_json("{\"a\": 1 /* , */ } // end", "e.json", Comments::passed_over).dump() == R"({"a":1})");
  // Places are those in the text with its comments.
  CHECK_THROWS_WITH(parse_json(text, "e.json", Comments::passed_over),
                    "e.json:2:17: expected a number of magnitude up to 1.79e308, found 1e400");
  CHECK_THROWS_WITH(parse_json("{\"a\": 1, // \"x\"\n /* \" */ \"a\": 2}", "e.json", Comments::passed_over),
                    R"(e.json:2:10: the key "a" is there already, at 1:2)");
}

TEST_CASE("malformed JSON is reported with line and column", "[json]") {
  CHECK_THAT(error_of("{\"a\": 1,\n  \"b\": oops}"), StartsWith(":2:8: malformed JSON: "));  // the first wrong letter
  CHECK_THAT(error_of("]"), StartsWith(":1:1: malformed JSON: "));
  CHECK_THAT(error_of("\n\n}"), StartsWith(":3:1: malformed JSON: "));
  CHECK_THAT(error_of("{\"a\": [1, 2"), StartsWith(":1:12: malformed JSON: "));  // just behind the last byte
  CHECK_THAT(error_of(""), StartsWith(":1:1: malformed JSON: "));
  CHECK_THAT(error_of("{} {}"), StartsWith(":1:4: malformed JSON: "));
}

TEST_CASE("a number beyond a double's range is reported where it stands", "[json]") {
  CHECK(error_of("{\"a\": 1,\n  \"b\": 1e400}") == ":2:8: expected a number of magnitude up to 1.79e308, found 1e400");
  CHECK(error_of("[0, -2e999 ]") == ":1:5: expected a number of magnitude up to 1.79e308, found -2e999");
  CHECK(error_of("1e999") == ":1:1: expected a number of magnitude up to 1.79e308, found 1e999");
  CHECK(error_of("[1e-999]") == "no error: [0.0]");
}

TEST_CASE("a key that is there twice is refused with both places", "[json]") {
  CHECK(error_of("{\"a\": 1,\n \"b\": 2, \"a\": 3}") == R"(:2:10: the key "a" is there already, at 1:2)");
  // Only within one object, at any depth; escapes count for what they stand for.
  CHECK(error_of(R"([{"a": {"a": 1}}, {"a": [{"a": 1}, {"a": 2}]}])") ==
        R"(no error: [{"a":{"a":1}},{"a":[{"a":1},{"a":2}]}])");
  CHECK(error_of(R"({"x": {"q\"\\": 1, "\u0071\"\\" : 2}})") == R"(:1:20: the key "q\"\\" is there already, at 1:8)");
  CHECK(error_of(R"({"": 1, "": 2})") == R"(:1:9: the key "" is there already, at 1:2)");
}

TEST_CASE("what nests too deep is refused, however deep it is", "[json]") {
  CHECK_THAT(error_of(nested(deepest_json)), StartsWith("no error: "));
  CHECK(error_of(nested(deepest_json + 1)) == ":1:101: expected at most 100 objects and lists within each other");
  CHECK_THAT(error_of(std::string(1'000'000, '[')), StartsWith(":1:101: "));
  std::string objects;
  for (int i = 0; i < 60'000; ++i) objects += "{\"a\":";
  CHECK_THAT(error_of(objects), StartsWith(":1:501: "));
}

TEST_CASE("a JSON text that is cut or spoilt anywhere is refused in one place", "[json]") {
  const std::string text = R"({"a": [1, -2.5e3, "x\u00e9\n"], "b": {"c": true, "d": null}, "e": 0})";
  for (std::size_t i = 0; i < text.size(); ++i) {
    CAPTURE(i);
    CHECK_THAT(error_of(text.substr(0, i)), StartsWith(":1:"));
    for (const char wrong : {'\0', '\x01', '\xff', '"', '\\', '{', ']', ':', ',', 'e', '9'}) {
      std::string spoilt = text;
      spoilt[i] = wrong;
      const std::string said = error_of(spoilt);  // or another valid text
      CHECK((said.starts_with(":1:") || said.starts_with("no error: ")));
    }
  }
}

TEST_CASE("a file that cannot be read is a usage error with the system's reason", "[json]") {
  CHECK_THROWS_AS(read_json_file("/nowhere/e.json"), UsageError);
  CHECK_THROWS_WITH(read_json_file("/nowhere/e.json"), "/nowhere/e.json: cannot be read: No such file or directory");
  CHECK_THROWS_WITH(read_json_file("/tmp"), StartsWith("/tmp: cannot be read: "));
}
