// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/scenario.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

std::deque<Scenario> scenarios_in(const std::string& list, const std::filesystem::path& folder = ".") {
  return read_scenarios(Json::parse(list), Place("file.json") / "scenarios", folder);
}

std::vector<std::string> names(const std::deque<Scenario>& scenarios) {
  std::vector<std::string> all;
  for (const auto& scenario : scenarios) all.push_back(scenario.name);
  return all;
}

/// What is said of a scenario with one change of links, or of hosts.
std::string said_of_link(const std::string& change) {
  try {
    static_cast<void>(scenarios_in(R"([{"name": "a", "links": [)" + change + "]}]"));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

std::string said_of_host(const std::string& change) {
  try {
    static_cast<void>(scenarios_in(R"([{"name": "a", "hosts": [)" + change + "]}]"));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("changes of links and hosts are read in order", "[experiment]") {
  const auto scenarios = scenarios_in(R"([{"name": "a",
    "links": [{"match": "*", "bandwidth": "10Mbps", "latency_factor": 2},
              {"match": "b*", "bandwidth_factor": 0.5, "latency": "5ms"}],
    "hosts": [{"match": "*", "speed": "10Gf"}, {"match": "h*", "speed_factor": 0.5}]}])");
  REQUIRE(scenarios.size() == 1);
  const auto& links = scenarios[0].links;
  REQUIRE(links.size() == 2);
  CHECK(links[0].match == "*");
  CHECK(links[0].bandwidth_Bps == 1.25e6);
  CHECK_FALSE(links[0].bandwidth_factor);
  CHECK(links[0].latency_factor == 2.0);
  CHECK_FALSE(links[0].latency_s);
  CHECK(links[1].bandwidth_factor == 0.5);
  CHECK(links[1].latency_s == 0.005);
  CHECK(scenarios[0].hosts[0].speed_flops == 1e10);
  CHECK(scenarios[0].hosts[1].speed_factor == 0.5);
  CHECK_FALSE(scenarios[0].varies_over_time());
  CHECK(scenarios_in(R"([{"name": "a", "hosts": [{"match": "*", "speed_profile": {"points": [[1, 2]]}}]}])")[0]
            .varies_over_time());
}

TEST_CASE("a list of values makes a scenario for each, named after it", "[experiment]") {
  const auto scenarios = scenarios_in(R"([{"name": "as it is"},
    {"name": "bw", "links": [{"match": "*", "latency": "5ms"}, {"match": "*", "bandwidth": ["1Mbps", "...", "100Mbps"]}]},
    {"name": "at {} flop/s", "hosts": [{"match": "*", "speed": ["1Gf", "20Gf"]}]},
    {"name": "lat", "links": [{"match": "*", "latency_factor": [1, "...", 100]}]}])");
  CHECK(names(scenarios) == std::vector<std::string>{"as it is", "bw-1Mbps", "bw-10Mbps", "bw-100Mbps", "at 1Gf flop/s",
                                                     "at 20Gf flop/s", "lat-1", "lat-10", "lat-100"});
  CHECK(scenarios[2].links[1].bandwidth_Bps == 1.25e6);
  CHECK(scenarios[2].links[0].latency_s == 0.005);
  CHECK(scenarios[5].hosts[0].speed_flops == 2e10);
  CHECK(scenarios[8].links[0].latency_factor == 100.0);
  for (std::size_t i = 1; i <= 3; ++i) CHECK(scenarios[i].entry == 1);
  CHECK(scenarios[4].entry == 2);
}

TEST_CASE("several lists in a scenario make the product, of which the last in the file changes fastest",
          "[experiment]") {
  using Names = std::vector<std::string>;
  const auto scenarios = scenarios_in(R"([{"name": "net", "links": [
      {"match": "a", "bandwidth": ["1Mbps", "10Mbps"], "latency": ["1ms", "5ms"]}, {"match": "b", "latency_factor": [2]}],
    "step_time": ["10ms", "...", "1s"]}])");
  CHECK(names(scenarios) == Names{"net-1Mbps-1ms-2-10ms", "net-1Mbps-1ms-2-100ms", "net-1Mbps-1ms-2-1s",
                                  "net-1Mbps-5ms-2-10ms", "net-1Mbps-5ms-2-100ms", "net-1Mbps-5ms-2-1s",
                                  "net-10Mbps-1ms-2-10ms", "net-10Mbps-1ms-2-100ms", "net-10Mbps-1ms-2-1s",
                                  "net-10Mbps-5ms-2-10ms", "net-10Mbps-5ms-2-100ms", "net-10Mbps-5ms-2-1s"});
  CHECK(scenarios[4].links[0].bandwidth_Bps == 1.25e5);
  CHECK(scenarios[4].links[0].latency_s == 0.005);
  CHECK(scenarios[4].links[1].latency_factor == 2.0);
  CHECK(scenarios[4].step_time_s == 0.1);
  // Each list has its own gap in the name; what has none follows. The order is that of the file.
  const std::string lists = R"("latency": [0, 0.1], "bandwidth": ["1Mbps", "2Mbps"])";
  CHECK(names(scenarios_in(R"([{"name": "{} s, {} up", "links": [{"match": "*", )" + lists + "}]}]")) ==
        Names{"0 s, 1Mbps up", "0 s, 2Mbps up", "0.1 s, 1Mbps up", "0.1 s, 2Mbps up"});
  CHECK(names(scenarios_in(
            R"([{"name": "{} s", "hosts": [{"match": "*", "speed": ["1Gf", "2Gf"]}], "links": [{"match": "*", )" +
            lists + "}]}]"))[3] == "1Gf s-0.1-2Mbps");
}

TEST_CASE("what is wrong with an expanded scenario is told of the entry of the file", "[experiment]") {
  CHECK_THROWS_WITH(
      scenarios_in(R"([{"name": "a"}, {"name": "bw", "links": [{"match": "*", "latency": [0, 0.1], "bandwith": 1}]}])"),
      Contains("/scenarios/1/links/0/bandwith: unknown key, did you mean \"bandwidth\"?"));
  CHECK_THROWS_WITH(
      scenarios_in(R"([{"name": "bw-1Mbps"}, {"name": "bw", "links": [{"match": "*", "bandwidth": ["1Mbps"]}]}])"),
      Contains("/scenarios/1/name: expected a name of its own, found \"bw-1Mbps\"") &&
          Contains("taken by /scenarios/0/name"));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "links": [{"match": "*", "latency": [0, 0]}]}])"),
                    Contains("/scenarios/0/name: expected a name of its own, found \"a-0\""));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "links": [{"match": "*", "latency": [0, "fast"]}]}])"),
                    Contains("/scenarios/0/links/0/latency/1: expected a duration"));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": ")" + std::string(75, 'x') +
                                 R"(", "links": [{"match": "*", "bandwidth": ["100Mbps"]}]}])"),
                    Contains("/scenarios/0/name: expected a name of at most 80 bytes"));
}

TEST_CASE("lists that make too many scenarios, or are none, are refused", "[experiment]") {
  std::string values;
  for (int i = 1; i <= 32; ++i) values += (i > 1 ? ", " : "") + std::to_string(i);
  // 32 x 32 = 1024
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "links": [{"match": "*", "latency_factor": [)" + values +
                                 R"(], "bandwidth_factor": [)" + values + "]}]}]"),
                    Contains("/scenarios/0: expected at most 1000 scenarios of one entry") && Contains("1024"));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "step_time": []}])"),
                    Contains("/scenarios/0/step_time: expected a list of at least one value"));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "step_time": ["1s", "fast"]}])"),
                    Contains("/scenarios/0/step_time/1: expected a duration"));
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "platform": ["b.xml", "c.xml"]}])"),
                    Contains("/scenarios/0/platform: expected text"));
}

TEST_CASE("a change must change something, and one thing once", "[experiment]") {
  CHECK_THAT(said_of_link(R"({"match": "*"})"),
             Contains("/scenarios/0/links/0: expected \"bandwidth\" or \"latency\""));
  CHECK_THAT(said_of_host(R"({"match": "*", "speed": null})"), Contains("/scenarios/0/hosts/0: expected \"speed\" or"));
  CHECK_THAT(said_of_link(R"({"bandwidth": 1})"), Contains("the key \"match\" is missing"));
  CHECK_THAT(said_of_link(R"({"match": "*", "bandwidth": "1Mbps", "bandwidth_factor": 1})"),
             Contains("/scenarios/0/links/0: expected either \"bandwidth\" or \"bandwidth_factor\", found both"));
  CHECK_THAT(said_of_host(R"({"match": "*", "speed": "1Gf", "speed_factor": 1})"),
             Contains("expected either \"speed\""));
  CHECK_THAT(said_of_link("7"), Contains("/scenarios/0/links/0: expected an object, found 7"));
}

TEST_CASE("values of changes have their ranges", "[experiment]") {
  CHECK_THAT(said_of_link(R"({"match": "*", "bandwidth_factor": 0})"),
             Contains("/scenarios/0/links/0/bandwidth_factor: expected a factor above 0, found 0"));
  CHECK_THAT(said_of_link(R"({"match": "*", "latency_factor": "2"})"), Contains("expected a factor above 0"));
  CHECK_THAT(said_of_link(R"({"match": "*", "latency": -1})"), Contains("/latency: expected a duration of at least 0"));
  CHECK_THAT(said_of_host(R"({"match": "*", "speed": "10Gbps"})"), Contains("/speed: expected a speed above 0"));
  // What is meant to be 10 Mbps, 5 ms and 1 Gf is no plain number.
  CHECK_THAT(said_of_link(R"({"match": "*", "bandwidth": 10})"),
             Contains("/scenarios/0/links/0/bandwidth: expected a bandwidth with its unit, such as \"10Mbps\": a plain "
                      "number is bytes per second, found 10"));
  CHECK_THAT(said_of_link(R"({"match": "*", "bandwidth": [10, "...", 1000]})"),
             Contains("/scenarios/0/links/0/bandwidth/0: expected a bandwidth with its unit"));
  CHECK_THAT(
      said_of_link(R"({"match": "*", "latency": 5})"),
      Contains("/latency: expected a latency with its unit, such as \"5ms\": a plain number is seconds, found 5"));
  CHECK_THAT(said_of_host(R"({"match": "*", "speed": 1})"), Contains("/speed: expected a speed with its unit"));
  CHECK_THAT(said_of_host(R"({"match": "*", "sped": 1})"), Contains("/sped: unknown key, did you mean \"speed\"?"));
  CHECK_THAT(said_of_host(R"({"match": "*", "speed_profile": []})"), Contains("/speed_profile: expected a profile"));
}

TEST_CASE("files of scenarios are relative to the folder that is given", "[experiment]") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "sub");
  put(folder / "sub" / "other.xml", "<platform/>");
  put(folder / "sub" / "trace.csv", "time_s,factor\n0,2\n");
  const auto scenarios = scenarios_in(R"([{"name": "a", "platform": "other.xml",
    "links": [{"match": "*", "bandwidth_profile": {"kind": "csv", "file": "trace.csv"}}]}])",
                                      folder.path() / "sub");
  CHECK(scenarios[0].platform == "other.xml");
  CHECK(scenarios[0].platform_file == folder.path() / "sub" / "other.xml");
  CHECK(scenarios[0].links[0].bandwidth_profile->points[0].factor == 2.0);
  CHECK_THROWS_WITH(scenarios_in(R"([{"name": "a", "platform": "othre.xml"}])", folder.path() / "sub"),
                    Contains("/scenarios/0/platform: ") && Contains("did you mean \"other.xml\"?"));
}

TEST_CASE("a trace takes the place of a value, and a factor beside it scales it", "[experiment]") {
  const TemporaryFolder folder;
  // 1 s at 8 Mbps and 3 s at 16: 14 Mbps in the mean, 1.75 MB/s.
  put(folder / "trace.csv", "duration_s,rate_mbps\n1,8\n3,16\n");
  const auto change = [&](const std::string& more) {
    return scenarios_in(R"([{"name": "a", "links": [{"match": "*")" + more +
                            R"(, "bandwidth_profile": {"kind": "trace", "file": "trace.csv"}}]}])",
                        folder.path())[0]
        .links[0];
  };
  CHECK(*change("").bandwidth_Bps == Approx(1.75e6));
  CHECK(change("").bandwidth_profile->points[0].factor == Approx(8.0 / 14.0));
  CHECK(*change(R"(, "bandwidth_factor": 0.5)").bandwidth_Bps == Approx(0.875e6));
  CHECK_FALSE(change(R"(, "bandwidth_factor": 0.5)").bandwidth_factor);
  CHECK_THROWS_WITH(
      change(R"(, "bandwidth": "1Mbps")"),
      Contains("/links/0/bandwidth_profile: expected no value beside a trace, which has its own, found both"));
}
