// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// The data of a page.
Json data_of(const std::string& html) {
  const std::string begin = "<script type=\"application/json\" id=\"report\">";
  const std::size_t at = html.find(begin);
  REQUIRE(at != std::string::npos);
  return Json::parse(html.substr(at + begin.size(), html.find("</script>", at) - at - begin.size()));
}

/// The titles of the panels of the chart with this id.
std::vector<std::string> panels_of(const Json& page, const std::string& id) {
  std::vector<std::string> titles;
  for (const Json& chart : page["charts"]) {
    if (chart["id"] != id) continue;
    for (const Json& panel : chart["panels"]) titles.push_back(panel["title"]);
  }
  return titles;
}

/// Two seeds, with a target that is between the first loss and the last.
Json experiment() {
  Json small = Workplace::small_experiment();
  small.erase("seed");
  small["seeds"] = {1, 2};
  small["evaluation"] = {{"every", 2}, {"target_loss", 1e6}, {"hold", 1}, {"of", "mean-model"}};
  return small;
}

}  // namespace

TEST_CASE("a report is one file in the results, which runs leave alone", "[report]") {
  const Workplace place;
  place.write("experiment.json", experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(place.succeed({"report", "out"}) == "out/report.html\n");
  const Json page = data_of(place.read("out/report.html"));
  CHECK(page["title"] == "small");
  CHECK(page["scenarios"] == Json{"fast", "slow"});
  CHECK(page["table"]["rows"].size() == 4);
  CHECK(page["manifests"][0]["manifest"]["experiment"]["name"] == "small");
  // All reach the target at once, so that the first one wins: the baseline itself, shown once for each scenario.
  const std::vector<std::string> titles = {"fast: ring (the best, seed 1)", "slow: ring (the best, seed 1)"};
  for (const auto* chart : {"platform", "links", "breakdown", "timeline", "matrix"}) {
    CHECK(panels_of(page, chart) == titles);
  }
  CHECK(place.lowband({"run", "experiment.json", "--out", "out"}).status == 0);
  CHECK_NOTHROW(data_of(place.read("out/report.html")));
}

TEST_CASE("the same results make the same report, wherever it is written", "[report]") {
  const Workplace place;
  place.write("experiment.json", experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  place.succeed({"report", "out", "--out", "a/one.html"});
  place.succeed({"report", "out", "--out", "two.html", "--jobs", "2"});
  CHECK(place.read("a/one.html") == place.read("two.html"));
}

TEST_CASE("the baseline is shown beside the best", "[report]") {
  const Workplace place;
  place.write("experiment.json", experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  place.succeed({"report", "out", "--baseline", "gossip/4", "--out", "page.html"});
  const auto titles = panels_of(data_of(place.read("page.html")), "timeline");
  CHECK(std::find(titles.begin(), titles.end(), "slow: gossip/4 (the baseline, seed 1)") != titles.end());
  CHECK(titles.size() == 4);
}

TEST_CASE("a report of runs without traces says what it lacks", "[report]") {
  const Workplace place;
  place.write("experiment.json", experiment());
  place.succeed({"run", "experiment.json", "--out", "out", "--no-replay"});
  place.succeed({"report", "out"});
  const Json page = data_of(place.read("out/report.html"));
  REQUIRE_FALSE(page["charts"].empty());
  for (const Json& chart : page["charts"]) {  // those of plots alone
    CHECK(chart["id"] != "platform");
    CHECK(chart["id"] != "timeline");
  }
  REQUIRE(page["warnings"].size() == 1);
  CHECK_THAT(page["warnings"][0].get<std::string>(),
             StartsWith("ring: no timeline: ") && Contains("\"timeline\": true") && Contains("(in 2 scenarios)"));
}

TEST_CASE("what is no results folder, and no target, is refused", "[report]") {
  const Workplace place;
  CHECK_THAT(place.refuse({"report", "nowhere"}), Contains("nowhere"));
  place.write("experiment.json", experiment());
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK_THAT(place.refuse({"report", "out", "--target", "speed=1"}), StartsWith("--target: "));
  CHECK_THAT(place.refuse({"report", "out", "--baseline", "rong"}), Contains("did you mean \"ring\"?"));
}
