// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include "sim/base/error.hpp"
#include "sim/experiment/profiles/profile_source.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

StatedProfile stated(const std::string& json, const ProfileUse& use) {
  return read_profile(Json::parse(json), Place("file.json") / "profile", use);
}

Profile profile_from(const std::string& json, const std::filesystem::path& folder = ".") {
  return stated(json, {Dimension::bandwidth, folder}).profile;
}

std::string profile_error(const std::string& json, const std::filesystem::path& folder = ".",
                          Dimension dimension = Dimension::bandwidth) {
  try {
    static_cast<void>(stated(json, {dimension, folder}));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a profile may list its points", "[experiment]") {
  const Profile profile = profile_from(R"({"points": [[0, 1], ["10s", 0.5], [3600, 2]], "period": "2h"})");
  REQUIRE(profile.points.size() == 3);
  CHECK(profile.points[1].time_s == 10.0);
  CHECK(profile.points[1].factor == 0.5);
  CHECK(profile.period_s == 7200.0);
  CHECK_FALSE(profile_from(R"({"kind": "points", "points": [[0, 1]], "period": null})").period_s);
}

TEST_CASE("points that are no profile are refused", "[experiment]") {
  CHECK_THAT(profile_error("{}"), Contains("/profile: expected \"points\", or a \"kind\""));
  CHECK_THAT(profile_error("7"), Contains("/profile: expected a profile"));
  CHECK_THAT(profile_error(R"({"kind": "brusts"})"),
             Contains("/profile/kind: ") && Contains("did you mean \"bursts\"?"));
  CHECK_THAT(profile_error(R"({"points": []})"), Contains("/profile/points: expected a list of at least one point"));
  CHECK_THAT(profile_error(R"({"points": [[0, 1], 7]})"),
             Contains("/profile/points/1: expected a point: [time, factor]"));
  CHECK_THAT(profile_error(R"({"points": [[0, -1]]})"),
             Contains("/profile/points/0/1: expected a factor of at least 0, found -1"));
  CHECK_THAT(profile_error(R"({"points": [[0, 0]], "period": 1})"),
             Contains("/profile: expected a factor above 0 at some time, found an outage without an end"));
  CHECK_THAT(profile_error(R"({"points": [[0, 1], [5, 0]]})"),
             Contains("/profile: expected a last factor above 0, or points that repeat, found an outage without an end "
                      "from 5 s on"));
  CHECK_THAT(profile_error(R"({"points": [[-1, 1]]})"),
             Contains("/profile/points/0/0: expected a duration of at least 0"));
  CHECK_THAT(profile_error(R"({"points": [[1, 1], [1, 2]]})"),
             Contains("/profile/points/1/0: expected a time after 1 s"));
  CHECK_THAT(profile_error(R"({"points": [[1, 1], [5, 2]], "period": 5})"),
             Contains("/profile/period: expected a period beyond the last point, 5 s, found 5 s"));
  CHECK_THAT(profile_error(R"({"points": [[1, 1]], "perod": 5})"), Contains("/profile/perod: unknown key"));
}

TEST_CASE("day and night alternate as a cosine", "[experiment]") {
  // Four steps a day: midnight, half way, midday, half way.
  const Profile profile = profile_from(R"({"kind": "day-night", "day": 0.2, "night": 1, "period": 40, "steps": 4})");
  REQUIRE(profile.points.size() == 4);
  CHECK(profile.period_s == 40.0);
  const std::vector<double> expected{1.0, 0.6, 0.2, 0.6};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(profile.points[i].time_s == 10.0 * static_cast<double>(i));
    CHECK(profile.points[i].factor == Approx(expected[i]));
  }
  // Begun at midday.
  CHECK(profile_from(R"({"kind": "day-night", "day": 0.2, "period": 40, "start": 20, "steps": 4})").points[0].factor ==
        Approx(0.2));
  CHECK(profile_from(R"({"kind": "day-night"})").points.size() == 24);
  CHECK_THAT(profile_error(R"({"kind": "day-night", "period": 0})"),
             Contains("/profile/period: expected a duration above 0"));
  CHECK_THAT(profile_error(R"({"kind": "day-night", "day": 0})"), Contains("/profile/day: expected a number above 0"));
  CHECK_THAT(profile_error(R"({"kind": "day-night", "steps": 1})"),
             Contains("/profile/steps: expected an integer from 2"));
}

TEST_CASE("bursts come at random times, the same for the same seed", "[experiment]") {
  const auto bursts = [](int seed) {
    return profile_from(R"({"kind": "bursts", "factor": 0.25, "every": 30, "length": 10, "period": 400000, "seed": )" +
                        std::to_string(seed) + "}");
  };
  const Profile profile = bursts(1);
  double in_bursts = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 1; i < profile.points.size(); ++i) {
    CHECK(profile.points[i].factor == (i % 2 == 1 ? 0.25 : 1.0));
    if (i % 2 == 0) in_bursts += profile.points[i].time_s - profile.points[i - 1].time_s;
    if (i % 2 == 0) ++count;
  }
  // One burst in 40 s on average: 10,000, with a variance of n (30^2 + 10^2) / 40^2 = 0.625 n, so 5 x 79; they last
  // 10 s each with the standard deviation of an exponential, 10 / sqrt(n).
  CHECK(static_cast<double>(count) == Approx(10'000.0).margin(5 * 79));
  CHECK(in_bursts / static_cast<double>(count) == Approx(10.0).margin(5 * 0.1));
  CHECK(profile_json(bursts(1)) == profile_json(profile));
  CHECK(profile_json(bursts(2)) != profile_json(profile));
  CHECK_THAT(profile_error(R"({"kind": "bursts", "every": 0})"),
             Contains("/profile/every: expected a duration above 0"));
  CHECK_THAT(profile_error(R"({"kind": "bursts", "every": "1ms", "length": "1ms"})"),
             Contains("/profile/period: expected at most 200 s"));
}

TEST_CASE("a profile may come from a CSV file", "[experiment]") {
  const TemporaryFolder folder;
  const auto with = [&](const std::string& content) {
    put(folder.path() / "trace.csv", content);
    return profile_error(R"({"kind": "csv", "file": "trace.csv", "period": 20})", folder.path());
  };
  CHECK(with("time_s,factor\n0,1\n2.5,0.5\n10,1e-3\n").empty());
  const Profile profile = profile_from(R"({"kind": "csv", "file": "trace.csv"})", folder.path());
  CHECK(profile_json(profile) == Json::parse(R"({"points": [[0.0, 1.0], [2.5, 0.5], [10.0, 0.001]]})"));
  CHECK(with("\xEF\xBB\xBFtime_s,factor\r\n0,1\r\n10,0.5\r\n").empty());  // as some programs of Windows write it
  CHECK_THAT(with(std::string("\xFF\xFEt\0", 4)), Contains("the byte-order mark of UTF-16"));
  // Errors name the place in the experiment, the file and its line.
  const std::string begin = "file.json: /profile/file: " + (folder.path() / "trace.csv").string();
  CHECK(with("time,factor\n0,1\n") == begin + ":1: expected the header time_s,factor, found \"time,factor\"");
  CHECK(with("time_s,factor\n0,1\n1,fast\n") == begin + ":3: expected a number as factor, found \"fast\"");
  CHECK(with("time_s,factor\n0,1\n1\n") == begin + ":3: expected 2 fields, found 1");
  CHECK(with("time_s,factor\n0,1\n5,1\n4,1\n") ==
        begin + ":4: expected a time_s above 5, that of the line before, found 4");
  CHECK(with("time_s,factor\n0,1\n5,-1\n") == begin + ":3: expected a factor of at least 0, found -1");
  CHECK(with("time_s,factor\n0,nan\n") == begin + ":2: expected a factor of at least 0, found nan");
  CHECK(with("time_s,factor\n-1,1\n") == begin + ":2: expected a time_s of at least 0, found -1");
  CHECK_THAT(with("time_s,factor\n0,1\ninf,1\n"), Contains(":3: expected a time_s"));
  CHECK_THAT(with("time_s,factor\n"), Contains("/profile: expected at least one point"));
  CHECK_THAT(with("time_s,factor\n0,1\n25,1\n"), Contains("/profile/period: expected a period beyond the last point"));
  CHECK_THAT(profile_error(R"({"kind": "csv", "file": "nowhere.csv"})", folder.path()),
             Contains("/profile/file: ") && Contains("nowhere.csv: cannot be read"));
}

TEST_CASE("points may be outages that end", "[experiment]") {
  CHECK(profile_from(R"({"points": [[0, 1], [5, 0], [6, 0.5]]})").points[1].factor == 0.0);
  CHECK(profile_from(R"({"points": [[0, 1], [5, 0]], "period": 6})").points[1].factor == 0.0);
  // A latency of 0 is none.
  CHECK(stated(R"({"points": [[0, 1], [5, 0]]})", {Dimension::duration, "."}).profile.points.size() == 2);
}

TEST_CASE("a trace has values of its own, by durations or by times", "[experiment]") {
  const TemporaryFolder folder;
  // 2000 kbit/s for 1 s, an outage of 0.5 s, 4000 kbit/s for 2.5 s: 12000 kbit in 4 s are 3000 kbit/s in the mean.
  put(folder / "d.json", R"([{"duration_ms": 1000, "bandwidth_kbps": 2000, "latency_ms": 20},
                             {"duration_ms": 500, "bandwidth_kbps": 0, "latency_ms": 20},
                             {"duration_ms": 2500, "bandwidth_kbps": 4000, "latency_ms": 60}])");
  // The same by times that do not begin with 0: the last value lasts as long as the one before, and is stated twice.
  put(folder / "t.csv", "when,rate,other\n100,2Mbps,x\n101,0Mbps,x\n101.5,4Mbps,x\n102.75,4Mbps,x\n");
  const ProfileUse links{Dimension::bandwidth, folder.path()};
  for (const std::string json : {R"({"kind": "trace", "file": "d.json"})",
                                 R"({"kind": "trace", "file": "t.csv", "time": "when", "column": "rate"})"}) {
    const StatedProfile trace = stated(json, links);
    CHECK(*trace.value == Approx(3e6 / 8));
    CHECK_FALSE(trace.profile.period_s);
    REQUIRE(trace.profile.points.size() == 3);
    const std::vector<Profile::Point> expected{{0.0, 2.0 / 3.0}, {1.0, 0.0}, {1.5, 4.0 / 3.0}};
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(trace.profile.points[i].time_s == Approx(expected[i].time_s));
      CHECK(trace.profile.points[i].factor == Approx(expected[i].factor));
    }
  }
  CHECK(stated(R"({"kind": "trace", "file": "d.json", "repeat": true})", links).profile.period_s == Approx(4.0));
  // Of the same file the latencies: 20 ms for 1.5 s, 60 ms for 2.5 s.
  const StatedProfile latency = stated(R"({"kind": "trace", "file": "d.json"})", {Dimension::duration, folder.path()});
  CHECK(*latency.value == Approx(0.045));
  REQUIRE(latency.profile.points.size() == 2);
  CHECK(latency.profile.points[1].time_s == Approx(1.5));
  CHECK(latency.profile.points[1].factor == Approx(0.06 / 0.045));
}

TEST_CASE("a trace that cannot be used is refused with its place", "[experiment]") {
  const TemporaryFolder folder;
  const auto with = [&](const std::string& content, const std::string& more = "") {
    put(folder / "t.csv", content);
    return profile_error(R"({"kind": "trace", "file": "t.csv")" + more + "}", folder.path());
  };
  const std::string begin = "file.json: /profile/file: " + (folder / "t.csv").string();
  CHECK(with("time,rate\n0,1Mbps\n") ==
        begin + ": expected one column of values, found none with a unit among time, rate: name it by \"column\"");
  CHECK(with("time,a_mbps,b_mbps\n0,1,2\n") ==
        begin + ": expected one column of values, found a_mbps, b_mbps: name it by \"column\"");
  CHECK(with("time,rate\n0,1\n", R"(, "column": "rat")") == begin + ": no column \"rat\", did you mean \"rate\"?");
  CHECK(with("when,rate\n0,1\n", R"(, "column": "rate")") ==
        begin +
            ": expected a column of times or one of durations, found neither: name it by \"time\" or \"duration\" "
            "(there are when, rate)");
  CHECK(with("time,duration,a_mbps\n0,1,1\n") ==
        begin +
            ": expected a column of times or one of durations, found both: name it by \"time\" or \"duration\" "
            "(there are time, duration, a_mbps)");
  CHECK(with("time,rate\n0,1\n", R"(, "column": "rate")") ==
        begin + ":2: expected a bandwidth with its unit, such as 10Mbps (or \"unit\") as rate, found \"1\"");
  CHECK(with("time,a_mbps\n0,1\n1,-2\n") ==
        begin + ":3: expected a bandwidth with its unit, such as 10Mbps (or \"unit\") as a_mbps, found \"-2\"");
  CHECK(with("time,a_mbps\n0,1\n1,\n") == begin + ":3: expected a value as a_mbps, found \"\"");
  CHECK(with("time,a_mbps\n0,1\n1,2\n1,3\n") ==
        begin + ":4: expected a time after that of the row before as time, found \"1\"");
  CHECK(with("duration,a_mbps\n0,1\n") == begin + ":2: expected a duration above 0 as duration, found \"0\"");
  CHECK(with("time,a_mbps\n0,1\n", R"(, "unit": "ms")") ==
        "file.json: /profile/file: \"unit\": expected a unit as in a bandwidth with its unit, such as 10Mbps, found "
        "\"ms\"");
  CHECK(with("time,a_mbps\n0,0\n1,0\n") ==
        "file.json: /profile/file: expected a value above 0 at some time, found an outage without an end");
  CHECK_THAT(with("time,a_mbps\n0,1\n1,0\n"),
             Contains("/profile: expected a last factor above 0, or points that repeat"));
  CHECK(with("time,a_mbps\n0,1\n1,0\n", R"(, "repeat": true)").empty());
  CHECK(with("x\n", R"(, "time": "x", "duration": "x")") ==
        "file.json: /profile: expected either \"time\" or \"duration\", found both");
  CHECK_THAT(with("time,a_mbps\n"), Contains("expected a value above 0 at some time"));
}

TEST_CASE("public traces are read as they are, or by one key", "[experiment]") {
  const char* data = std::getenv("LOWBAND_DATA");
  const auto folder = std::filesystem::absolute(std::filesystem::path(data == nullptr ? "data" : data) / "traces");
  if (!std::filesystem::exists(folder / "5Gophers-v1.0_walking-trace.csv")) {
    WARN("skipped, there is no " << folder << " (set LOWBAND_DATA)");
    return;
  }
  const auto trace = [&](const std::string& file, const std::string& more = "") {
    return stated(R"({"kind": "trace", "file": ")" + file + R"(", "repeat": true)" + more + "}",
                  {Dimension::bandwidth, folder});
  };
  // Figures from those who made the files: mean kbit/s, and seconds in all.
  const auto hsdpa = trace("3Glogs_report.2010-09-28_1407CEST.json");
  CHECK(hsdpa.profile.period_s == Approx(495.7).margin(0.1));
  CHECK(*hsdpa.value * 8 > 2000e3);
  CHECK(
      std::any_of(hsdpa.profile.points.begin(), hsdpa.profile.points.end(), [](auto& one) { return one.factor == 0; }));
  CHECK(trace("4Glogs_report_bus_0001.json").profile.period_s == Approx(606.7).margin(0.1));
  CHECK(trace("sd_fs_trace0001.json").profile.period_s == Approx(180.0));
  CHECK(trace("hd_fs_trace0001.json").profile.period_s == Approx(180.0));
  CHECK(trace("5Gophers-v1.0_walking-trace.csv").profile.period_s == Approx(603.0));
  const auto car = trace("5Gophers-v1.0_car-driving-trace-1.csv", R"(, "column": "TMobile_throughput_mbps")");
  CHECK(car.profile.period_s == Approx(126.0));  // 0 to 125 s, with gaps
  CHECK(*stated(R"({"kind": "trace", "file": "hd_fs_trace0001.json"})", {Dimension::duration, folder}).value ==
        Approx(0.02));
}

TEST_CASE("a profile as JSON reads back as itself", "[experiment]") {
  for (const std::string json : {R"({"kind": "day-night"})", R"({"kind": "bursts"})", R"({"points": [[1, 2]]})"}) {
    const Json once = profile_json(profile_from(json));
    CHECK(profile_json(profile_from(once.dump())) == once);
  }
}
