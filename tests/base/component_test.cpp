// SPDX-License-Identifier: Apache-2.0
#include "sim/base/component.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace lowband;

namespace {

struct Shape : Component {
  [[nodiscard]] virtual double area() const = 0;
};

struct Square final : Shape {
  double side = 1.0;
  void parameters(Parameters& parameters) override { parameters.number("side", side, {.least = 0}, "m", "length"); }
  [[nodiscard]] double area() const override { return side * side; }
};

struct Ellipse final : Shape {
  double a = 2.0;
  double b = 1.0;
  void parameters(Parameters& parameters) override {
    parameters.number("a", a, {.least = 0}, "m", "the longer axis");
    parameters.number("b", b, {.least = 0}, "m", "the shorter axis");
  }
  void check(const Place& place) override {
    if (a < b) place.fail("a must not be shorter than b");
  }
  [[nodiscard]] double area() const override { return a * b; }
};

struct Line final : Shape {
  double length = 0.0;
  double curl = 0.5;
  bool curled = false;
  void parameters(Parameters& parameters) override {
    parameters.number("length", length, {.least = 0}, "m", "from end to end", Parameters::Need::required);
    parameters.number("curl", curl, {.least = 0}, "", "how far from straight");
    parameters.no_effect_if([this] { return curled ? "" : "the line is too short to curl"; });
  }
  void check(const Place& /*place*/) override { curled = length > 1.0; }
  [[nodiscard]] double area() const override { return 0.0; }
};

const Registry<Shape>& shapes() {
  static const Registry<Shape> registry("shape", "kind",
                                        {
                                            {"square", "four equal sides", "", std::make_unique<Square>},
                                            {"ellipse", "a long circle", "Apollonius", std::make_unique<Ellipse>},
                                            {"line", "no area", "", std::make_unique<Line>},
                                        });
  return registry;
}

/// Something that has a shape as a parameter, with a colour among the shape's own.
struct Sign final : Component {
  Named<Shape> shape;
  bool glows = false;
  void parameters(Parameters& parameters) override {
    declare_component(parameters, "shape", shape, shapes(), "outline", Parameters::Need::required);
  }
  void parameters_with_glow(Parameters& parameters) {
    Parameters more;
    more.flag("glows", glows, "in the dark");
    more.no_effect_if([this] { return shape.name == "line" ? "a line has no inside" : ""; });
    declare_component(parameters, "shape", shape, shapes(), "outline", Parameters::Need::required, more);
  }
};

std::string component_error(const char* json) {
  try {
    static_cast<void>(shapes().read(Json::parse(json), Place("e.json") / "shape"));
    return "no error";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a component is read from its name alone, or from an object", "[component]") {
  const Place place("e.json");
  CHECK(shapes().read(Json("square"), place)->area() == 1.0);
  CHECK(shapes().read(Json::parse(R"({"kind": "square", "side": 3})"), place)->area() == 9.0);
  CHECK(shapes().read(Json::parse(R"({"b": 0.5, "kind": "ellipse"})"), place)->area() == 1.0);
}

TEST_CASE("errors of a component name its place", "[component]") {
  CHECK(component_error("3") == "e.json: /shape: expected a shape (its name, or an object), found 3");
  CHECK(component_error("{}") == "e.json: /shape: the key \"kind\" is missing: which shape?");
  CHECK(component_error(R"("squire")") ==
        R"(e.json: /shape: expected the name of a shape, found "squire", did you mean "square"?)");
  CHECK(component_error(R"({"kind": "xyz"})") ==
        R"(e.json: /shape/kind: expected the name of a shape, found "xyz" (there are: square, ellipse, line))");
  CHECK(component_error(R"({"kind": 7})") ==
        "e.json: /shape/kind: expected the name of a shape, found 7 (there are: square, ellipse, line)");
  CHECK(component_error(R"({"kind": "square", "sied": 1})") ==
        "e.json: /shape/sied: unknown key, did you mean \"side\"?");
  CHECK(component_error(R"({"kind": "square", "side": -1})") ==
        "e.json: /shape/side: expected a number at least 0, found -1");
  CHECK(component_error(R"({"kind": "ellipse", "b": 3})") == "e.json: /shape: a must not be shorter than b");
}

TEST_CASE("the registry finds entries by name", "[component]") {
  REQUIRE(shapes().find("ellipse") != nullptr);
  CHECK(shapes().find("ellipse")->source == "Apollonius");
  CHECK(shapes().find("circle") == nullptr);
}

TEST_CASE("a component can hold another one", "[component]") {
  Sign sign;
  Parameters parameters;
  sign.parameters(parameters);
  CHECK_FALSE(sign.shape);
  CHECK(parameters.values().dump() == R"({"shape":null})");
  CHECK_THROWS_WITH(parameters.read(Json::object(), Place("e.json")),
                    "e.json: the document: the key \"shape\" is missing: outline");

  parameters.read(Json::parse(R"({"shape": {"kind": "ellipse", "a": 4}})"), Place("e.json"));
  REQUIRE(sign.shape);
  CHECK(sign.shape.name == "ellipse");
  CHECK(sign.shape->area() == 4.0);
  CHECK(parameters.values().dump() == R"({"shape":{"kind":"ellipse","a":4.0,"b":1.0}})");

  parameters.read(Json::parse(R"({"shape": "square"})"), Place("e.json"));
  CHECK(parameters.values().dump() == R"({"shape":{"kind":"square","side":1.0}})");
  CHECK_THROWS_WITH(parameters.read(Json::parse(R"({"shape": {"kind": "square", "side": "x"}})"), Place("e.json")),
                    R"(e.json: /shape/side: expected a number at least 0, found "x")");
}

TEST_CASE("the schema has one alternative per component", "[component]") {
  const Json schema = shapes().schema();
  REQUIRE(schema["anyOf"].size() == 3);
  const Json& square = schema["anyOf"][0];
  CHECK(square["properties"]["kind"] == Json::parse(R"({"const": "square", "description": "four equal sides"})"));
  CHECK(square["properties"]["side"]["default"] == 1.0);
  CHECK(square["required"] == Json::array({"kind"}));

  Sign sign;
  Parameters parameters;
  sign.parameters(parameters);
  const Json nested = parameters.schema()["properties"]["shape"];
  CHECK(nested["anyOf"].size() == 4);  // the objects, or a name that is enough
  CHECK(nested["anyOf"][3] == Json::parse(R"({"enum": ["square", "ellipse"]})"));
}

TEST_CASE("effects are looked at when a component is read and checked", "[component]") {
  CHECK(component_error(R"({"kind": "line", "length": 2, "curl": 1})") == "no error");
  CHECK(component_error(R"({"kind": "line", "length": 1, "curl": 1})") ==
        "e.json: /shape/curl: has no effect: the line is too short to curl");
  CHECK(component_error(R"("line")") == "e.json: /shape: the key \"length\" is missing: from end to end");

  // Those of parameters that stand among a component's own, when it is known which one it is.
  Sign sign;
  Parameters parameters;
  sign.parameters_with_glow(parameters);
  const auto read = [&](const char* json) { parameters.read(Json::parse(json), Place("e.json")); };
  read(R"({"shape": {"kind": "square", "glows": true}})");
  CHECK(parameters.values().dump() == R"({"shape":{"kind":"square","side":1.0,"glows":true}})");
  CHECK_THROWS_WITH(read(R"({"shape": {"kind": "line", "length": 1, "glows": true}})"),
                    "e.json: /shape/glows: has no effect: a line has no inside");
  CHECK(parameters.values().dump() == R"({"shape":{"kind":"line","length":1.0}})");
}

TEST_CASE("the names that are enough are those of components that need no parameter", "[component]") {
  CHECK(shapes().sufficient_names() == std::vector<std::string>{"square", "ellipse"});
}
