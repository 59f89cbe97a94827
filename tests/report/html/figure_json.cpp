// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/figure_json.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/report/html/example_page.hpp"

using namespace lowband;

TEST_CASE("a figure is data for the script that draws it", "[report]") {
  const Json json = figure_json(test::example_figure());
  REQUIRE(json["panels"].size() == 5);
  CHECK(json["series"][0] == Json{{"label", test::evil}, {"colour", "#000000"}, {"swatch", "line"}});
  CHECK(json["series"][1] == Json{{"label", "dashed"},
                                  {"colour", "#e69f00"},
                                  {"swatch", "line"},
                                  {"dash", "dashed"},
                                  {"shape", "square"},
                                  {"sparse", true}});
  const Json& curves = json["panels"][0];
  CHECK(curves["x"] == Json{{"least", 1},
                            {"most", 40},
                            {"label", "time of " + test::evil},
                            {"size", 60.0},
                            {"unit", "min"},
                            {"log", true}});
  CHECK(curves["marks"][0]["is"] == "line");
  CHECK(curves["marks"][0]["spread"] == "band");
  CHECK(curves["marks"][0]["points"][0].size() == 4);  // x, y, and what y is the mean of
  CHECK(curves["marks"][1]["points"][0].size() == 2);
  CHECK(curves["marks"][1]["join"] == "steps");
  CHECK(curves["marks"][2] == Json{{"is", "rule"}, {"series", 3}, {"at", 0.9}});
  CHECK(curves["remarks"][1] == Json::array({1, "second"}));
  CHECK(json["panels"][1]["marks"][0]["boxes"][1] == Json::array({4, 6, 1.1, 1.9}));
  CHECK(json["panels"][2]["marks"][0]["cells"][1] == Json::array({4000000, 1, 2, 0, 1}));
  CHECK(json["panels"][2]["heat"]["most"] == 4000000);
  CHECK(json["panels"][3]["marks"][0]["edges"][1] == Json::array({2, 1, 2, false, "98 %"}));
  CHECK(json["panels"][4]["absence"] == "not finished " + test::evil);
  CHECK_FALSE(json["panels"][4].contains("heat"));
}

TEST_CASE("numbers have seven digits, and what is none is null", "[report]") {
  Figure figure;
  LineMark line;
  line.points = {{1.0 / 3.0, 123456789.0}, {1e-12, std::numeric_limits<double>::quiet_NaN()}};
  figure.panels.emplace_back().marks = {line};
  const Json points = figure_json(figure)["panels"][0]["marks"][0]["points"];
  CHECK(points[0] == Json::array({0.3333333, 123456800}));
  CHECK(points[1] == Json::array({1e-12, nullptr}));
}
