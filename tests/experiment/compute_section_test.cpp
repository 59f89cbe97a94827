// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/compute_section.hpp"

#include <catch2/catch.hpp>

#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

ComputeSection read(const std::string& json, const std::filesystem::path& folder = ".") {
  ComputeSection compute;
  Parameters declared;
  declare_compute(declared, compute, folder);
  declared.read(Json{{"compute", Json::parse(json)}}, Place("file.json"));
  return compute;
}

/// "compute" as the manifest shows it.
Json resolved(const std::string& json, const std::filesystem::path& folder = ".") {
  ComputeSection compute = read(json, folder);
  Parameters declared;
  declare_compute(declared, compute, "nowhere");
  return declared.values()["compute"];
}

ComputeSettings settings_for_two(const ComputeSection& compute) {
  return compute.devices.added_to(compute.settings, 2, 1);
}

std::string said_of(const std::string& json, const std::filesystem::path& folder = ".") {
  return usage_error([&] { static_cast<void>(read(json, folder)); });
}

}  // namespace

TEST_CASE("slowdowns are a list, or go by host", "[experiment]") {
  const ComputeSettings listed = read(R"({"slowdown": [1, 2.5]})").settings;
  CHECK(listed.slowdown_of(1, "any") == 2.5);
  CHECK(listed.slowdown_of(2, "any") == 1.0);
  // Of patterns that match the same host the factors are multiplied, as those of a scenario's changes.
  const ComputeSettings by_host = read(R"({"slowdown": {"edge-*": 4, "edge-7": 1.5, "cloud-[01]": 0.5}})").settings;
  CHECK(by_host.slowdown_of(0, "edge-1") == 4.0);
  CHECK(by_host.slowdown_of(0, "edge-7") == 6.0);
  CHECK(by_host.slowdown_of(0, "cloud-1") == 0.5);
  CHECK(by_host.slowdown_of(0, "cloud-2") == 1.0);
  CHECK(resolved(R"({"slowdown": {"b*": 4, "a": 1.5}})")["slowdown"] == Json::parse(R"({"b*": 4.0, "a": 1.5})"));
  CHECK(resolved(R"({"slowdown": {}})")["slowdown"] == Json::array());
  CHECK(said_of(R"({"slowdown": {"edge-*": 0}})") ==
        "file.json: /compute/slowdown/edge-*: expected a number above 0, found 0");
  CHECK(said_of(R"({"slowdown": 2})") ==
        "file.json: /compute/slowdown: expected a list of numbers, or an object of them by host pattern, found 2");
  CHECK(said_of(R"({"slowdown": [1, "2"]})") ==
        "file.json: /compute/slowdown/1: expected a number above 0, found \"2\"");
}

TEST_CASE("devices and slow-downs are multiplied, worker by worker", "[experiment]") {
  // The only device is 4 times as slow as the reference.
  const ComputeSection compute = read(R"({"slowdown": [1, 2.5], "devices": {"speeds": [2], "reference": 8}})");
  CHECK(settings_for_two(compute).slowdown == std::vector<double>{4.0, 10.0});
  CHECK(compute.settings.slowdown == std::vector<double>{1.0, 2.5});
  const ComputeSection by_host = read(R"({"slowdown": {"a": 3}, "devices": {"speeds": [2], "reference": 8}})");
  CHECK(settings_for_two(by_host).slowdown_of(1, "a") == 12.0);
  CHECK(settings_for_two(by_host).slowdown_of(1, "b") == 4.0);
  CHECK(settings_for_two(read("{}")).slowdown.empty());
}

TEST_CASE("jitter is a number or a distribution", "[experiment]") {
  CHECK(resolved("{}")["jitter"] == 0.0);
  CHECK(resolved(R"({"jitter": 0.1})")["jitter"] == 0.1);
  CHECK(resolved(R"({"jitter": {"distribution": "lognormal", "sigma": 0.1}})")["jitter"] == 0.1);
  const Json exponential = {{"distribution", "exponential"}};
  CHECK(resolved(R"({"jitter": "exponential"})")["jitter"] == exponential);
  for (const char* json : {R"({"distribution": "exponential"})", R"({"distribution": "pareto", "shape": 1.5})",
                           R"({"distribution": "durations", "durations": [0.5, 2.0]})"}) {
    CHECK(resolved(Json{{"jitter", Json::parse(json)}}.dump())["jitter"] == Json::parse(json));
  }
}

TEST_CASE("what is no jitter is refused", "[experiment]") {
  CHECK(said_of(R"({"jitter": 3})") ==
        "file.json: /compute/jitter: expected a number from 0 to 2, or {\"distribution\": ...}, found 3");
  CHECK_THAT(said_of(R"({"jitter": null})"), Contains("/compute/jitter: expected a number from 0 to 2"));
  CHECK_THAT(said_of(R"({"jitter": {"sigma": 1}})"),
             Contains("/compute/jitter: the key \"distribution\" is missing: which jitter distribution?"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "paretto", "shape": 2}})"),
             Contains("/compute/jitter/distribution: ") && Contains("did you mean \"pareto\"?"));
  CHECK_THAT(said_of(R"({"jitter": "pareto"})"), Contains("/compute/jitter: the key \"shape\" is missing"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "pareto", "shape": 1}})"),
             Contains("/compute/jitter/shape: expected a number above 1 up to 1000, found 1"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "exponential", "sigma": 1}})"),
             Contains("/compute/jitter/sigma: unknown key"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "lognormal", "sigma": 2.5}})"),
             Contains("/compute/jitter/sigma: expected a number from 0 to 2, found 2.5"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "durations", "durations": []}})"),
             Contains("/compute/jitter/durations: expected at least one duration, found []"));
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "durations", "durations": [1, 0]}})"),
             Contains("/compute/jitter/durations/1: expected a number above 0"));
}

TEST_CASE("durations of computations may come from a CSV file, which nobody needs again", "[experiment]") {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& content) { put(folder.path() / "steps.csv", content); };
  const std::string jitter = R"({"jitter": {"distribution": "csv", "file": "steps.csv", "column": "ms"}})";
  write("host,ms\na,10\nb,30.5\na,2e1\n");
  CHECK(resolved(jitter, folder.path())["jitter"] ==
        Json::parse(R"({"distribution": "durations", "durations": [10.0, 30.5, 20.0]})"));
  const auto with = [&](const std::string& content) {
    write(content);
    return said_of(jitter, folder.path());
  };
  const std::string begin = "file.json: /compute/jitter/file: " + (folder.path() / "steps.csv").string();
  CHECK(with("host,s\na,10\n") == begin + ":1: expected a column ms, found \"host,s\"");
  CHECK(with("ms\n10\nsoon\n") == begin + ":3: expected a number as ms, found \"soon\"");
  CHECK_THAT(with("ms\n10\n0\n"), Contains(begin + ":3: expected a ms above 0"));
  CHECK_THAT(with("ms\nnan\n"), Contains(begin + ":2: expected a ms above 0") && Contains("found nan"));
  CHECK(with("ms\n") == begin + ": expected at least one duration, found none");
  CHECK_THAT(said_of(R"({"jitter": {"distribution": "csv", "file": "nowhere.csv"}})", folder.path()),
             Contains("/compute/jitter/file: ") && Contains("nowhere.csv: cannot be read"));
  write("duration\n1\n3\n");
  CHECK(resolved(R"({"jitter": {"distribution": "csv", "file": "steps.csv"}})", folder.path())["jitter"]["durations"] ==
        Json({1.0, 3.0}));
}
