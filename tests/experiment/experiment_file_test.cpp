// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/experiment_file.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json read_text(const std::string& text) {
  const TemporaryFolder folder;
  put(folder / "e.json", text);
  return read_experiment_file((folder / "e.json").string());
}

}  // namespace

TEST_CASE("comments in experiment files are passed over", "[experiment]") {
  CHECK(read_text("// first\n{\"a\": 1, // the \"a\": 2\n /* \"b\": 3,\n // */ \"c\": \"// text\"}\n// last") ==
        Json{{"a", 1}, {"c", "// text"}});
  CHECK_THROWS_WITH(read_text("{\"a\": 1 / 2}"), Contains("e.json:1:10: malformed JSON"));
  CHECK_THROWS_WITH(read_text("{} /* no end"), Contains("e.json:1:13: malformed JSON"));
}

TEST_CASE("descriptions are passed over, but for that of the whole", "[experiment]") {
  CHECK(read_text(
            R"({"description": "whole", "a": {"description": "of a", "b": [{"description": ""}, [{"description": "x",
                 "c": {"description": "y"}}]]}, "d": "description"})") ==
        Json::parse(R"({"description": "whole", "a": {"b": [{}, [{"c": {}}]]}, "d": "description"})"));
  CHECK_THROWS_WITH(read_text(R"({"a": [{"b": {"description": 3}}]})"),
                    Contains("e.json: /a/0/b/description: expected text, found 3"));
  CHECK(read_text("[1]") == Json::array({1}));  // refused elsewhere
}
