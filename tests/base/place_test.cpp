// SPDX-License-Identifier: Apache-2.0
#include "sim/base/place.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "sim/base/error.hpp"

using namespace lowband;

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

TEST_CASE("what is put together from pieces is found where they stand", "[place]") {
  const Place entry = (Place("e.json") / "algorithms" / 0)
                          .with_detours({{"/algorithms/0/codec", "/algorithms/0/codec/sweep/1"},
                                         {"/algorithms/0/codec/sweep/1/bits", "/elsewhere"}});
  CHECK(entry.pointer() == "/algorithms/0");
  CHECK((entry / "name").pointer() == "/algorithms/0/name");
  CHECK((entry / "codec").pointer() == "/algorithms/0/codec/sweep/1");
  CHECK((entry / "codec" / "scope").pointer() == "/algorithms/0/codec/sweep/1/scope");
  CHECK((entry / "codec" / "bits" / 3).pointer() == "/elsewhere/3");
  CHECK((entry / "codecs").pointer() == "/algorithms/0/codecs");
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

TEST_CASE("a place on the command line is the option", "[base]") {
  const Place place = Place::options_of("platform torus");
  CHECK_THROWS_WITH((place / "dimensions" / 1).expected("an integer", "x"),
                    "platform torus: --dimensions/1: expected an integer, found \"x\"");
  CHECK_THROWS_WITH(place.fail("is wrong"), "platform torus: is wrong");
  CHECK_THROWS_WITH((Place::options_of("describe torus", "--set ") / "dimensions").fail("is wrong"),
                    "describe torus: --set dimensions: is wrong");
}

TEST_CASE("what is no UTF-8 can be quoted", "[base]") {
  CHECK_THROWS_WITH((Place("a.json") / "name").expected("a name", "\xff"),
                    "a.json: /name: expected a name, found \"\\xff\"");
  CHECK_THROWS_WITH((Place("a.json") / "name").expected("a name", "\x1b[2J"),
                    "a.json: /name: expected a name, found \"\\u001b[2J\"");
}
