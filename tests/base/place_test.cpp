#include "sim/base/place.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/base/error.hpp"

using namespace lowband;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A file with the given content that is gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() / ("lowband_place_test_" + std::to_string(getpid()) + ".json")) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }

  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::string error_of(const std::string& content) {
  const TemporaryFile file(content);
  try {
    const Json json = read_json_file(file.name());
    return "no error: " + json.dump();
  } catch (const UsageError& error) {
    const std::string what = error.what();
    CHECK_THAT(what, StartsWith(file.name() + ":"));
    return what.substr(file.name().size());
  }
}

}  // namespace

TEST_CASE("a place is a JSON pointer", "[place]") {
  const Place document("e.json");
  CHECK(document.pointer().empty());
  CHECK((document / "algorithms" / 2 / "topology").pointer() == "/algorithms/2/topology");
  CHECK((document / "a/b~c").pointer() == "/a~1b~0c");  // RFC 6901, section 3
  CHECK((document / "x").file() == "e.json");
}

TEST_CASE("errors name the file and the place in one line", "[place]") {
  const Place document("e.json");
  CHECK_THROWS_WITH(document.fail("is empty"), "e.json: the document: is empty");
  CHECK_THROWS_AS(document.fail("is empty"), UsageError);
  CHECK_THROWS_WITH((document / "seed").expected("an integer", Json("x\ny")),
                    R"(e.json: /seed: expected an integer, found "x\ny")");
  CHECK_THROWS_WITH((document / "name").expected("a codec", Json("qsdg"), ", did you mean \"qsgd\"?"),
                    R"(e.json: /name: expected a codec, found "qsdg", did you mean "qsgd"?)");
}

TEST_CASE("a long value is cut short, between characters", "[place]") {
  const Place place("e.json");
  const auto accents = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "\u00e9";  // two bytes each
    return text;
  };
  // At most 60 bytes are shown, the last three of them dots: a quote and 28 characters make 57.
  CHECK_THROWS_WITH(place.expected("x", Json(accents(50))),
                    "e.json: the document: expected x, found \"" + accents(28) + "...");
  // With one byte more in front the 57th is half a character, and left out.
  CHECK_THROWS_WITH(place.expected("x", Json("a" + accents(50))),
                    "e.json: the document: expected x, found \"a" + accents(27) + "...");
}

TEST_CASE("a JSON file is read in the order it was written", "[place]") {
  const TemporaryFile file(R"({"b": 1, "a": [2, null]})");
  CHECK(read_json_file(file.name()).dump() == R"({"b":1,"a":[2,null]})");
}

TEST_CASE("malformed JSON is reported with line and column", "[place]") {
  CHECK_THAT(error_of("{\"a\": 1,\n  \"b\": oops}"), StartsWith(":2:8: malformed JSON: "));  // the first wrong letter
  CHECK_THAT(error_of("]"), StartsWith(":1:1: malformed JSON: "));
  CHECK_THAT(error_of("\n\n}"), StartsWith(":3:1: malformed JSON: "));
  CHECK_THAT(error_of("{\"a\": [1, 2"), StartsWith(":1:12: malformed JSON: "));  // just behind the last byte
  CHECK_THAT(error_of(""), StartsWith(":1:1: malformed JSON: "));
  CHECK_THAT(error_of("{} {}"), StartsWith(":1:4: malformed JSON: "));
  CHECK(error_of("{\"a\": 1,\n  \"b\": \x01}").find('\n') == std::string::npos);
}

TEST_CASE("a file that cannot be read is a usage error with the system's reason", "[place]") {
  CHECK_THROWS_AS(read_json_file("/nowhere/e.json"), UsageError);
  CHECK_THROWS_WITH(read_json_file("/nowhere/e.json"), "/nowhere/e.json: cannot be read: No such file or directory");
  const std::string folder = std::filesystem::temp_directory_path().string();
  CHECK_THROWS_WITH(read_json_file(folder), StartsWith(folder + ": cannot be read: "));
}

TEST_CASE("a place on the command line is the option", "[base]") {
  const Place place = Place::options_of("platform torus");
  CHECK_THROWS_WITH((place / "dimensions" / 1).expected("an integer", "x"),
                    "platform torus: --dimensions/1: expected an integer, found \"x\"");
}

TEST_CASE("what is no UTF-8 can be quoted", "[base]") {
  CHECK_THROWS_WITH((Place("a.json") / "name").expected("a name", "\xff"),
                    "a.json: /name: expected a name, found \"\xef\xbf\xbd\"");
}
