#include "sim/base/component.hpp"

#include <catch2/catch.hpp>
#include <string>

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

const Registry<Shape>& shapes() {
  static const Registry<Shape> registry("shape", "kind",
                                        {
                                            {"square", "four equal sides", "", std::make_unique<Square>},
                                            {"ellipse", "a long circle", "Apollonius", std::make_unique<Ellipse>},
                                        });
  return registry;
}

/// Something that has a shape as a parameter.
struct Sign final : Component {
  Named<Shape> shape;
  void parameters(Parameters& parameters) override {
    state_component(parameters, "shape", shape, shapes(), "outline", Parameters::Need::required);
  }
};

std::string error_of(const char* json) {
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
  CHECK(error_of("3") == "e.json: /shape: expected a shape (its name, or an object), found 3");
  CHECK(error_of("{}") == "e.json: /shape: the key \"kind\" is missing: which shape?");
  CHECK(error_of(R"("squire")") ==
        R"(e.json: /shape: expected the name of a shape, found "squire", did you mean "square"?)");
  CHECK(error_of(R"({"kind": "xyz"})") ==
        R"(e.json: /shape/kind: expected the name of a shape, found "xyz" (there are: square, ellipse))");
  CHECK(error_of(R"({"kind": 7})") ==
        "e.json: /shape/kind: expected the name of a shape, found 7 (there are: square, ellipse)");
  CHECK(error_of(R"({"kind": "square", "sied": 1})") == "e.json: /shape/sied: unknown key, did you mean \"side\"?");
  CHECK(error_of(R"({"kind": "square", "side": -1})") == "e.json: /shape/side: expected a number at least 0, found -1");
  CHECK(error_of(R"({"kind": "ellipse", "b": 3})") == "e.json: /shape: a must not be shorter than b");
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
  REQUIRE(schema["anyOf"].size() == 2);
  const Json& square = schema["anyOf"][0];
  CHECK(square["properties"]["kind"] == Json::parse(R"({"const": "square", "description": "four equal sides"})"));
  CHECK(square["properties"]["side"]["default"] == 1.0);
  CHECK(square["required"] == Json::array({"kind"}));

  Sign sign;
  Parameters parameters;
  sign.parameters(parameters);
  const Json nested = parameters.schema()["properties"]["shape"];
  CHECK(nested["anyOf"].size() == 3);  // the two objects, or a name
  CHECK(nested["anyOf"][2] == Json::parse(R"({"type": "string"})"));
}
