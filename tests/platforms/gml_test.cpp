// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/gml.hpp"

#include <catch2/catch.hpp>

#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

GmlBlock read(const std::string& text) { return read_gml_file(written("test.gml", text)); }

std::string gml_error(const std::string& text) {
  const std::string folder = scratch_folder().string() + "/";
  const std::string message = usage_error([&] { static_cast<void>(read(text)); });
  CHECK(message.starts_with(folder));
  return message.substr(folder.size());
}

}  // namespace

TEST_CASE("GML is keys with numbers, texts and blocks", "[platforms]") {
  const GmlBlock document =
      read("# a comment with [ and \"\nCreator \"some one\"\r\ngraph [ a -1.5e2 b [ c 7 ] d \"x\ny\"\nd 2 ]");
  REQUIRE(document.entries.size() == 2);
  CHECK(std::get<std::string>(find(document, "Creator")->value) == "some one");
  const auto& graph = std::get<GmlBlock>(find(document, "graph")->value);
  REQUIRE(graph.entries.size() == 4);
  CHECK(std::get<double>(find(graph, "a")->value) == -150.0);
  CHECK(std::get<double>(find(std::get<GmlBlock>(find(graph, "b")->value), "c")->value) == 7.0);
  CHECK(std::get<std::string>(find(graph, "d")->value) == "x\ny");  // the first of its key
  CHECK(find(graph, "c") == nullptr);                               // not from the block within
  CHECK(graph.entries[2].line == 3);
  CHECK(graph.entries[3].line == 5);  // a text may go over lines
}

TEST_CASE("GML may be empty, and ends where the file ends", "[platforms]") {
  CHECK(read("").entries.empty());
  CHECK(read("#x").entries.empty());
  CHECK(std::get<GmlBlock>(read("graph[]").entries.at(0).value).entries.empty());
  CHECK(std::get<double>(read("a 1").entries.at(0).value) == 1.0);
}

TEST_CASE("what is no GML is refused with file and line", "[platforms]") {
  CHECK(gml_error("graph [\n  id 1\n") ==
        "test.gml:3: expected a \"]\" for the \"[\" of line 1, found the end of the file");
  CHECK(gml_error("graph [ ]\n]") == "test.gml:2: expected a key, found \"]\"");
  CHECK(gml_error("a 1\n\"b\" 2") == "test.gml:2: expected a key, found \"\"b\" 2\"");
  CHECK(gml_error("a\n") == "test.gml:2: expected a value for \"a\", found the end of the file");
  CHECK(gml_error("a 1\nb one\n") == "test.gml:2: expected a number, a \"text\" or a block as b, found \"one\"");
  CHECK(gml_error("a 1x") == "test.gml:1: expected a number, a \"text\" or a block as a, found \"1x\"");
  CHECK(gml_error("a [ b ]") == "test.gml:1: expected a number, a \"text\" or a block as b, found \"]\"");
  CHECK(gml_error("\na \"b") == "test.gml:2: expected a closing quote, found \"\"b\"");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "a [";
  CHECK_THAT(gml_error(deep), Catch::StartsWith("test.gml:1: expected at most 100 blocks within each other"));
  CHECK_THAT(usage_error([] { static_cast<void>(read_gml_file("nowhere.gml")); }),
             Catch::StartsWith("nowhere.gml: cannot be read: No such file"));
}
