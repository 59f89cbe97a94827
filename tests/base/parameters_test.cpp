// SPDX-License-Identifier: Apache-2.0
#include "sim/base/parameters.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

using namespace lowband;
using Need = Parameters::Need;

namespace {

struct Settings {
  int period = 4;
  std::uint64_t seed = 1;
  double rate = 0.1;
  bool nesterov = false;
  std::string name = "unnamed";
  std::string norm = "2";
  std::vector<int> hidden = {128};
  std::optional<int> rows;
  std::optional<double> target;

  Parameters declared() {
    Parameters parameters;
    parameters.integer("period", period, {1, 1000}, "step", "local steps");
    parameters.integer("seed", seed, {}, "", "of all randomness");
    parameters.number("rate", rate, {.least = 0, .above = true}, "", "learning rate");
    parameters.flag("nesterov", nesterov, "look ahead");
    parameters.text("name", name, "what to call it");
    parameters.choice("norm", norm, {{"2", "the 2-norm"}, {"max", "the largest magnitude"}}, "scale");
    parameters.integers("hidden", hidden, {.least = 1}, "widths");
    parameters.integer("rows", rows, {.least = 1}, "worker", "height");
    parameters.number("target", target, {0, 1}, "", "accuracy to reach");
    return parameters;
  }

  void read(const char* json) { declared().read(Json::parse(json), Place("e.json") / "training"); }

  std::string error(const char* json) {
    try {
      read(json);
      return "no error";
    } catch (const UsageError& error) {
      return error.what();
    }
  }
};

}  // namespace

TEST_CASE("what is not given keeps its default", "[parameters]") {
  Settings settings;
  settings.read("{}");
  CHECK(settings.declared().values().dump() ==
        R"({"period":4,"seed":1,"rate":0.1,"nesterov":false,"name":"unnamed","norm":"2","hidden":[128],)"
        R"("rows":null,"target":null})");
}

TEST_CASE("what is given is read, and shown again", "[parameters]") {
  Settings settings;
  const char* json =
      R"({"period":8,"seed":18446744073709551615,"rate":0.5,"nesterov":true,"name":"x","norm":"max","hidden":[2,3],)"
      R"("rows":5,"target":0.9})";
  settings.read(json);
  CHECK(settings.period == 8);
  CHECK(settings.seed == 18446744073709551615ULL);
  CHECK(settings.rows == 5);
  CHECK(settings.target == 0.9);
  CHECK(settings.hidden == std::vector<int>{2, 3});
  CHECK(settings.declared().values().dump() == json);
  settings.read(R"({"rows": null})");
  CHECK_FALSE(settings.rows.has_value());
}

TEST_CASE("whole numbers written as floats are integers", "[parameters]") {
  Settings settings;
  settings.read(R"({"period": 1e2, "seed": 4.0, "hidden": [2e0], "rate": 1})");
  CHECK(settings.period == 100);
  CHECK(settings.seed == 4);
  CHECK(settings.hidden == std::vector<int>{2});
  CHECK(settings.rate == 1.0);
}

TEST_CASE("a wrong type is named with its place and what was expected", "[parameters]") {
  Settings settings;
  CHECK(settings.error(R"({"period": "4"})") ==
        R"(e.json: /training/period: expected an integer from 1 to 1000, found "4")");
  CHECK(settings.error(R"({"period": 4.5})") ==
        "e.json: /training/period: expected an integer from 1 to 1000, found 4.5");
  CHECK(settings.error(R"({"period": null})") ==
        "e.json: /training/period: expected an integer from 1 to 1000, found null");
  CHECK(settings.error(R"({"rate": true})") == "e.json: /training/rate: expected a number above 0, found true");
  CHECK(settings.error(R"({"nesterov": 1})") == "e.json: /training/nesterov: expected true or false, found 1");
  CHECK(settings.error(R"({"name": 1})") == "e.json: /training/name: expected text, found 1");
  CHECK(settings.error(R"({"name": ""})") == "e.json: /training/name: expected text, found \"\"");
  CHECK(settings.error(R"({"hidden": 1})") == "e.json: /training/hidden: expected a list of integers, found 1");
  CHECK(settings.error(R"({"hidden": [1, "x"]})") ==
        R"(e.json: /training/hidden/1: expected an integer at least 1, found "x")");
  CHECK(settings.error("[]") == "e.json: /training: expected an object, found []");
}

TEST_CASE("a value out of range is refused", "[parameters]") {
  Settings settings;
  CHECK(settings.error(R"({"period": 0})") == "e.json: /training/period: expected an integer from 1 to 1000, found 0");
  CHECK(settings.error(R"({"period": 1001})") != "no error");
  CHECK(settings.error(R"({"period": 1000})") == "no error");
  CHECK(settings.error(R"({"rate": 0})") == "e.json: /training/rate: expected a number above 0, found 0");
  CHECK(settings.error(R"({"target": 1.5})") == "e.json: /training/target: expected a number from 0 to 1, found 1.5");
  CHECK(settings.error(R"({"hidden": [3, 0]})") ==
        "e.json: /training/hidden/1: expected an integer at least 1, found 0");
  CHECK(settings.period == 1000);  // nothing of the refused values was taken
}

TEST_CASE("integers that their variable cannot hold are refused", "[parameters]") {
  Settings settings;
  CHECK(settings.error(R"({"rows": 3000000000})") ==
        "e.json: /training/rows: expected an integer from 1 to 2147483647, found 3000000000");
  CHECK(settings.error(R"({"rows": 3e9})") != "no error");
  CHECK(settings.error(R"({"hidden": [4294967297]})") != "no error");
  CHECK(settings.error(R"({"seed": -1})") == "e.json: /training/seed: expected an integer at least 0, found -1");
  CHECK(settings.error(R"({"seed": 18446744073709551616})") != "no error");  // 2^64, which JSON readers make a double
  CHECK(settings.error(R"({"seed": 1e300})") != "no error");
  CHECK(settings.error(R"({"period": -1e300})") != "no error");
}

TEST_CASE("an unknown key is refused with the nearest name", "[parameters]") {
  Settings settings;
  CHECK(settings.error(R"({"perido": 4})") == "e.json: /training/perido: unknown key, did you mean \"period\"?");
  CHECK(settings.error(R"({"zzzzzzzzz": 4})") ==
        "e.json: /training/zzzzzzzzz: unknown key (there are: period, seed, rate, nesterov, name, norm, hidden, rows, "
        "target)");
  CHECK_NOTHROW(settings.declared().read(Json::parse(R"({"kind": 1})"), Place("e.json"), {"kind"}));
}

TEST_CASE("of a choice only the choices are taken", "[parameters]") {
  Settings settings;
  CHECK(settings.error(R"({"norm": "mx"})") ==
        R"(e.json: /training/norm: expected one of 2, max, found "mx", did you mean "max"?)");
  CHECK(settings.error(R"({"norm": "euclid"})") == R"(e.json: /training/norm: expected one of 2, max, found "euclid")");
  CHECK(settings.error(R"({"norm": 2})") == "e.json: /training/norm: expected one of 2, max, found 2");
}

TEST_CASE("a required parameter must be there", "[parameters]") {
  int workers = 0;
  Parameters parameters;
  parameters.integer("workers", workers, {.least = 1}, "", "how many there are", Need::required);
  CHECK_THROWS_WITH(parameters.read(Json::object(), Place("e.json")),
                    "e.json: the document: the key \"workers\" is missing: how many there are");
  parameters.read(Json{{"workers", 3}}, Place("e.json"));
  CHECK(workers == 3);
}

TEST_CASE("the schema says types, ranges, defaults and what is required", "[parameters]") {
  Settings settings;
  int workers = 0;
  Parameters parameters = settings.declared();
  parameters.integer("workers", workers, {.least = 1}, "", "how many there are", Need::required);
  const Json schema = parameters.schema();
  CHECK(schema["type"] == "object");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::array({"workers"}));
  const Json& properties = schema["properties"];
  CHECK(
      properties["period"] ==
      Json::parse(
          R"({"type": "integer", "minimum": 1, "maximum": 1000, "description": "local steps [step]", "default": 4})"));
  CHECK(properties["seed"]["minimum"] == 0);
  CHECK(properties["rate"]["exclusiveMinimum"] == 0);
  CHECK_FALSE(properties["rate"].contains("maximum"));
  CHECK(properties["norm"]["enum"] == Json::array({"2", "max"}));
  CHECK(properties["hidden"]["items"]["minimum"] == 1);
  CHECK(properties["rows"]["anyOf"][1]["type"] == "null");
  CHECK_FALSE(properties["rows"].contains("default"));
  CHECK_FALSE(properties["workers"].contains("default"));
}

TEST_CASE("ranges in words", "[parameters]") {
  CHECK(Range{}.text().empty());
  CHECK(Range{1, 16}.text() == "from 1 to 16");
  CHECK(Range{.least = 1}.text() == "at least 1");
  CHECK(Range{.most = 2}.text() == "at most 2");
  CHECK(Range{.least = 0, .above = true}.text() == "above 0");
  CHECK(Range{0, 1, true}.text() == "above 0 up to 1");
}

TEST_CASE("the values of a choice are kept with what they do", "[parameters]") {
  Settings settings;
  const Parameters declared = settings.declared();
  const auto& choices = declared.list()[5].choices;
  REQUIRE(choices.size() == 2);
  CHECK(choices[1].name == "max");
  CHECK(choices[1].help == "the largest magnitude");
  CHECK(declared.list()[0].choices.empty());
}

TEST_CASE("what has no effect may not be given, and is left out", "[parameters]") {
  int rounds = 0;
  int pause = 5;
  bool loud = false;
  std::optional<int> rest;
  Parameters declared;
  const auto reason = [&] { return rounds == 0 ? "there are no \"rounds\"" : ""; };
  declared.integer("rounds", rounds, {.least = 0}, "", "how many");
  declared.integer("pause", pause, {.least = 0}, "s", "between them");
  declared.no_effect_if(reason);
  declared.flag("loud", loud, "tell of each");
  declared.no_effect_if(reason);
  declared.integer("rest", rest, {.least = 1}, "s", "after them");
  declared.no_effect_if(reason);
  const Place place("e.json");
  const auto read = [&](const char* text) {
    const Json json = Json::parse(text);
    declared.read(json, place);
    declared.check_effect(json, place);
  };
  read("{}");
  CHECK(declared.values().dump() == R"({"rounds":0})");
  CHECK_THROWS_WITH(read(R"({"pause": 5})"), "e.json: /pause: has no effect: there are no \"rounds\"");
  CHECK_THROWS_WITH(read(R"({"rounds": 0, "loud": true})"), "e.json: /loud: has no effect: there are no \"rounds\"");
  read(R"({"pause": 0, "loud": false, "rest": null})");  // what is off anyway may be said
  read(R"({"pause": 5, "rounds": 1})");                  // the order in the file does not matter
  CHECK(declared.values().dump() == R"({"rounds":1,"pause":5,"loud":false,"rest":null})");
  read(R"({"rounds":1,"pause":5,"loud":false,"rest":null})");
}
