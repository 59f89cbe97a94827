// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/prediction_report.hpp"

#include <catch2/catch.hpp>

#include "sim/base/place.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using Catch::Contains;

namespace {

/// 10 s as predicted: 5 of computing, 2 of bytes; of the plain form are left out 1.5 of latency, 0.5 of frames, 1 of
/// the slowest worker.
Prediction prediction() {
  Prediction one{.scenario = "lan", .algorithm = "ring", .equation = "2 (M - 1) (l + S / (M B))", .local_steps = 4.0};
  one.time = {.computing_s = 5.0, .stragglers_s = 1.0, .line_s = 2.0, .latency_s = 1.5, .frames_s = 0.5};
  one.traffic.bytes = 2e6;
  one.busiest_link = "up";
  one.utilisation = 0.2;
  return one;
}

PredictionRow measured(double seconds) { return {prediction(), Measurement{.round_s = seconds, .utilisation = 0.16}}; }

using Terms = std::vector<std::pair<std::string, double>>;

}  // namespace

TEST_CASE("the time of a round is the sum of what it is made of", "[predict]") {
  RoundTime time = prediction().time;
  CHECK(time.total_s() == 10.0);
  CHECK(time.communicating_s() == 4.0);
  time += 2.0 * time;
  CHECK(time.total_s() == 30.0);
  CHECK(time.stragglers_s == 3.0);
}

TEST_CASE("what was measured is explained by what the plain form leaves out, and the rest", "[predict]") {
  CHECK(terms_beyond_plain(measured(12.0)) ==
        Terms{{"contention", 2.0}, {"latency", 1.5}, {"stragglers", 1.0}, {"frames", 0.5}});
  CHECK(terms_beyond_plain(measured(9.0)) ==
        Terms{{"latency", 1.5}, {"stragglers", 1.0}, {"overlap", -1.0}, {"frames", 0.5}});
  // Below half a percent nobody need know.
  CHECK(terms_beyond_plain(measured(10.04)) == Terms{{"latency", 1.5}, {"stragglers", 1.0}, {"frames", 0.5}});
  CHECK(terms_beyond_plain({prediction()}).empty());
}

TEST_CASE("predictions are a table per scenario, with what letters mean", "[predict]") {
  Prediction unknown{.scenario = "wan", .algorithm = "by time", .condition = "it depends"};
  const std::string table = format_predictions({{prediction()}, {unknown}}, "table");
  CHECK_THAT(table, Contains("lan\n  algorithm  closed form                  bytes  computing  coding  communicating"));
  CHECK_THAT(table,
             Contains("ring       2 (M - 1) (l + S / (M B))  2.00 MB     6.00 s     0 s         4.00 s  10.0 s"));
  CHECK_THAT(table, Contains("up            20 %"));
  CHECK_THAT(table, Contains("wan\n") && Contains("by time    -") && Contains("it depends\n"));
  CHECK_THAT(table, Contains("\nM workers, S bytes of a vector as it travels, l latency, B bandwidth\n"));
  CHECK_THAT(table, !Contains("measured") && !Contains("neighbours") && !Contains("who"));
}

TEST_CASE("a link that is asked for more than it has is busy for all of the time, and programs are told of how much",
          "[predict]") {
  PredictionRow row{prediction()};
  row.prediction.utilisation = 143'432.04;
  CHECK_THAT(format_predictions({row}, "table"), Contains("over 100 %") && !Contains("14343204"));
  CHECK(Json::parse(format_predictions({row}, "json"))[0]["utilisation"] == 143'432.04);
  row.prediction.utilisation = 1.0;
  CHECK_THAT(format_predictions({row}, "table"), Contains(" 100 %") && !Contains("over"));
}

TEST_CASE("beside predictions stands what was measured", "[predict]") {
  const std::string table = format_predictions({measured(12.0)}, "markdown");
  CHECK_THAT(table, Contains("### lan") && Contains("|   12.0 s |          16 % |    +20.0 % |"));
  CHECK_THAT(table, Contains("contention 2.00 s, latency 1.50 s, stragglers 1.00 s, frames 500 ms"));
  const PredictionRow missing{prediction(), Measurement{.why_none = "not finished"}};
  CHECK_THAT(format_predictions({missing}, "table"), Contains("not finished"));
}

TEST_CASE("programs get all figures of a prediction", "[predict]") {
  const PredictionRow unknown{{.scenario = "wan", .algorithm = "by time", .condition = "it depends"}};
  const Json records = Json::parse(format_predictions({measured(12.0), unknown}, "json"));
  CHECK(records[0]["computing_s"] == 6.0);
  CHECK(records[0]["stragglers_s"] == 1.0);
  CHECK(records[0]["communicating_s"] == 4.0);
  CHECK(records[0]["total_s"] == 10.0);
  CHECK(records[0]["measured_s"] == 12.0);
  CHECK(records[0]["difference"].get<double>() == Approx(0.2));
  CHECK(records[0]["rest_s"] == 2.0);
  CHECK(records[0]["busiest_link"] == "up");
  CHECK(records[0]["measured_utilisation"] == 0.16);
  CHECK(records[1]["total_s"].is_null());
  CHECK(records[1]["condition"] == "it depends");
  const std::string csv = format_predictions({unknown}, "csv");
  CHECK_THAT(csv, Catch::StartsWith("scenario,algorithm,who,closed_form,condition,local_steps,bytes,computing_s,"));
  CHECK_THAT(csv, Contains("\nwan,by time,,,it depends,nan,nan,"));
  CHECK(usage_error([] { static_cast<void>(format_predictions({}, "xml")); }) ==
        "--format: expected table, csv, json, markdown, latex, found \"xml\"");
}
