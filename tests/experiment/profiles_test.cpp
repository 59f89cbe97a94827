#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/experiment/profiles/profile_source.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Profile read(const std::string& json, const std::filesystem::path& folder = ".") {
  return *read_profile(Json::parse(json), Place("file.json") / "profile", folder);
}

std::string said_of(const std::string& json, const std::filesystem::path& folder = ".") {
  try {
    static_cast<void>(read(json, folder));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a profile may list its points", "[experiment]") {
  const Profile profile = read(R"({"points": [[0, 1], ["10s", 0.5], [3600, 2]], "period": "2h"})");
  REQUIRE(profile.points.size() == 3);
  CHECK(profile.points[1].time_s == 10.0);
  CHECK(profile.points[1].factor == 0.5);
  CHECK(profile.period_s == 7200.0);
  CHECK_FALSE(read(R"({"kind": "points", "points": [[0, 1]], "period": null})").period_s);
}

TEST_CASE("points that are no profile are refused", "[experiment]") {
  CHECK_THAT(said_of("{}"), Contains("/profile: expected \"points\", or a \"kind\""));
  CHECK_THAT(said_of("7"), Contains("/profile: expected a profile"));
  CHECK_THAT(said_of(R"({"kind": "brusts"})"), Contains("/profile/kind: ") && Contains("did you mean \"bursts\"?"));
  CHECK_THAT(said_of(R"({"points": []})"), Contains("/profile/points: expected a list of at least one point"));
  CHECK_THAT(said_of(R"({"points": [[0, 1], 7]})"), Contains("/profile/points/1: expected a point: [time, factor]"));
  CHECK_THAT(said_of(R"({"points": [[0, 0]]})"), Contains("/profile/points/0/1: expected a factor above 0, found 0"));
  CHECK_THAT(said_of(R"({"points": [[-1, 1]]})"), Contains("/profile/points/0/0: expected a duration of at least 0"));
  CHECK_THAT(said_of(R"({"points": [[1, 1], [1, 2]]})"), Contains("/profile/points/1/0: expected a time after 1 s"));
  CHECK_THAT(said_of(R"({"points": [[1, 1], [5, 2]], "period": 5})"),
             Contains("/profile/period: expected a period beyond the last point, 5 s, found 5 s"));
  CHECK_THAT(said_of(R"({"points": [[1, 1]], "perod": 5})"), Contains("/profile/perod: unknown key"));
}

TEST_CASE("day and night alternate as a cosine", "[experiment]") {
  // Four steps a day: midnight, half way, midday, half way.
  const Profile profile = read(R"({"kind": "day-night", "day": 0.2, "night": 1, "period": 40, "steps": 4})");
  REQUIRE(profile.points.size() == 4);
  CHECK(profile.period_s == 40.0);
  const std::vector<double> expected{1.0, 0.6, 0.2, 0.6};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(profile.points[i].time_s == 10.0 * static_cast<double>(i));
    CHECK(profile.points[i].factor == Approx(expected[i]));
  }
  // Begun at midday.
  CHECK(read(R"({"kind": "day-night", "day": 0.2, "period": 40, "start": 20, "steps": 4})").points[0].factor ==
        Approx(0.2));
  CHECK(read(R"({"kind": "day-night"})").points.size() == 24);
  CHECK_THAT(said_of(R"({"kind": "day-night", "period": 0})"),
             Contains("/profile/period: expected a duration above 0"));
  CHECK_THAT(said_of(R"({"kind": "day-night", "day": 0})"), Contains("/profile/day: expected a number above 0"));
  CHECK_THAT(said_of(R"({"kind": "day-night", "steps": 1})"), Contains("/profile/steps: expected an integer from 2"));
}

TEST_CASE("bursts come at random times, the same for the same seed", "[experiment]") {
  const auto bursts = [](int seed) {
    return read(R"({"kind": "bursts", "factor": 0.25, "every": 30, "length": 10, "period": 400000, "seed": )" +
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
  CHECK_THAT(said_of(R"({"kind": "bursts", "every": 0})"), Contains("/profile/every: expected a duration above 0"));
  CHECK_THAT(said_of(R"({"kind": "bursts", "every": "1ms", "length": "1ms"})"),
             Contains("/profile/period: expected at most 200 s"));
}

TEST_CASE("a profile may come from a CSV file", "[experiment]") {
  const TemporaryFolder folder;
  const auto with = [&](const std::string& content) {
    put(folder.path() / "trace.csv", content);
    return said_of(R"({"kind": "csv", "file": "trace.csv", "period": 20})", folder.path());
  };
  CHECK(with("time_s,factor\n0,1\n2.5,0.5\n10,1e-3\n").empty());
  const Profile profile = read(R"({"kind": "csv", "file": "trace.csv"})", folder.path());
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
  CHECK(with("time_s,factor\n0,1\n5,0\n") == begin + ":3: expected a factor above 0, found 0");
  CHECK(with("time_s,factor\n0,nan\n") == begin + ":2: expected a factor above 0, found nan");
  CHECK(with("time_s,factor\n-1,1\n") == begin + ":2: expected a time_s of at least 0, found -1");
  CHECK_THAT(with("time_s,factor\n0,1\ninf,1\n"), Contains(":3: expected a time_s"));
  CHECK_THAT(with("time_s,factor\n"), Contains("/profile: expected at least one point"));
  CHECK_THAT(with("time_s,factor\n0,1\n25,1\n"), Contains("/profile/period: expected a period beyond the last point"));
  CHECK_THAT(said_of(R"({"kind": "csv", "file": "nowhere.csv"})", folder.path()),
             Contains("/profile/file: ") && Contains("nowhere.csv: cannot be read"));
}

TEST_CASE("a profile as JSON reads back as itself", "[experiment]") {
  for (const std::string json : {R"({"kind": "day-night"})", R"({"kind": "bursts"})", R"({"points": [[1, 2]]})"}) {
    const Json once = profile_json(read(json));
    CHECK(profile_json(read(once.dump())) == once);
  }
}
