// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sweeps.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "sim/base/error.hpp"

using namespace lowband;
using Catch::Contains;

namespace {

std::vector<SweptAlgorithm> swept(const std::string& entry) {
  return swept_algorithms(Json::parse(entry), Place("file.json") / "algorithms" / 0);
}

std::vector<std::string> names(const std::string& entry) {
  std::vector<std::string> all;
  for (const auto& algorithm : swept(entry)) all.push_back(algorithm.json.at("name").get<std::string>());
  return all;
}

/// The values that stand at `pointer`, algorithm by algorithm.
std::vector<Json> values_at(const std::string& pointer, const std::vector<SweptAlgorithm>& algorithms) {
  std::vector<Json> values;
  for (const auto& each : algorithms) values.push_back(each.json.value(Json::json_pointer(pointer), Json("absent")));
  return values;
}

using Names = std::vector<std::string>;
using Values = std::vector<Json>;

}  // namespace

TEST_CASE("a sweep makes an algorithm of each value, wherever it stands", "[experiment][sweep]") {
  const auto steps = swept(R"({"name": "a", "paradigm": "gossip", "local_steps": {"sweep": [1, 4, 16]}})");
  CHECK(values_at("/local_steps", steps) == Values{1, 4, 16});
  CHECK(values_at("/paradigm", steps) == Values{"gossip", "gossip", "gossip"});
  CHECK(values_at("/training/optimizer/betas/1",
                  swept(R"({"name": "a", "training": {"optimizer": {"betas": [0.9, {"sweep": [0.9, 0.99]}]}}})")) ==
        Values{0.9, 0.99});
  CHECK(values_at("/paradigm", swept(R"({"name": "a", "paradigm": {"sweep": ["gossip", "all-reduce"]}})")) ==
        Values{"gossip", "all-reduce"});
  CHECK(values_at("/compression", swept(R"({"name": "a", "compression": {"sweep": ["none", {"name": "sign"}]}})")) ==
        Values{"none", {{"name", "sign"}}});
  CHECK(values_at("/hidden", swept(R"({"name": "a", "hidden": {"sweep": [[1, 2], []]}})")) ==
        Values{{1, 2}, Json::array()});
  // One value is a sweep as well: another may be added later.
  CHECK(names(R"({"name": "a", "local_steps": {"sweep": [4]}})") == Names{"a local_steps=4"});
}

TEST_CASE("a sweep may go on like the ranges of scenarios", "[experiment][sweep]") {
  CHECK(values_at("/k", swept(R"({"name": "a", "k": {"sweep": [1, 2, "...", 16]}})")) == Values{1, 2, 4, 8, 16});
  CHECK(values_at("/k", swept(R"({"name": "a", "k": {"sweep": [1000, "...", 1]}})")) == Values{1000, 100, 10, 1});
  CHECK(values_at("/k", swept(R"({"name": "a", "k": {"sweep": ["1ms", "...", "1s"]}})")) ==
        Values{"1ms", "10ms", "100ms", "1s"});
  CHECK(values_at("/k", swept(R"({"name": "a", "k": {"sweep": ["64kB", "...", "6.4MB"]}})")) ==
        Values{"64kB", "640kB", "6.4MB"});
  CHECK(names(R"({"name": "{k}", "k": {"sweep": [1e-4, "...", 0.1]}})") == Names{"0.0001", "0.001", "0.01", "0.1"});
}

TEST_CASE("several sweeps make the product, of which the last in the file changes fastest", "[experiment][sweep]") {
  const auto both = swept(R"({"name": "a", "local_steps": {"sweep": [1, 4]},
                              "compression": {"name": "qsgd", "bits": {"sweep": [2, 4, 8]}}})");
  CHECK(values_at("/local_steps", both) == Values{1, 1, 1, 4, 4, 4});
  CHECK(values_at("/compression/bits", both) == Values{2, 4, 8, 2, 4, 8});
  CHECK(values_at("/compression/name", both) == Values(6, "qsgd"));
  // The other way round in the file.
  const auto turned = swept(R"({"name": "a", "compression": {"name": "qsgd", "bits": {"sweep": [2, 4, 8]}},
                                "local_steps": {"sweep": [1, 4]}})");
  CHECK(values_at("/local_steps", turned) == Values{1, 4, 1, 4, 1, 4});
}

TEST_CASE("values of a sweep may have sweeps inside, which the others do not have", "[experiment][sweep]") {
  const auto algorithms = R"({"name": "a", "local_steps": {"sweep": [1, 4]},
    "compression": {"sweep": ["none", {"name": "qsgd", "bits": {"sweep": [2, 4]}}]}})";
  CHECK(values_at("/compression/bits", swept(algorithms)) == Values{"absent", 2, 4, "absent", 2, 4});
  CHECK(names(algorithms) == Names{"a local_steps=1 compression=none", "a local_steps=1 compression=qsgd bits=2",
                                   "a local_steps=1 compression=qsgd bits=4", "a local_steps=4 compression=none",
                                   "a local_steps=4 compression=qsgd bits=2",
                                   "a local_steps=4 compression=qsgd bits=4"});
}

TEST_CASE("an entry without a sweep stays as it is, braces and all", "[experiment][sweep]") {
  const auto one = swept(R"({"name": "{a} {{", "compression": {"name": "qsgd"}})");
  REQUIRE(one.size() == 1);
  CHECK(one[0].json == Json::parse(R"({"name": "{a} {{", "compression": {"name": "qsgd"}})"));
}

TEST_CASE("errors in what a sweep makes point to what is written in the file", "[experiment][sweep]") {
  const auto pointers = [](const std::vector<SweptAlgorithm>& algorithms, auto... keys) {
    std::vector<std::string> all;
    for (const auto& each : algorithms) all.push_back((each.place / ... / keys).pointer());
    return all;
  };
  const auto bits = swept(R"({"name": "a", "compression": {"name": "qsgd", "bits": {"sweep": [2, 4]}}})");
  CHECK(pointers(bits, "compression", "bits") ==
        Names{"/algorithms/0/compression/bits/sweep/0", "/algorithms/0/compression/bits/sweep/1"});
  CHECK(pointers(bits, "compression", "name") == Names(2, "/algorithms/0/compression/name"));
  const auto inner = swept(R"({"name": "a", "compression": {"sweep": [{"name": "qsgd", "bits": {"sweep": [2]}}]}})");
  CHECK(pointers(inner, "compression", "bits") == Names{"/algorithms/0/compression/sweep/0/bits/sweep/0"});
  CHECK(pointers(inner, "compression", "scope") == Names{"/algorithms/0/compression/sweep/0/scope"});
  // What a series puts between its ends stands nowhere by itself.
  const auto series = swept(R"({"name": "a", "k": {"sweep": [1, "...", 100]}})");
  CHECK(pointers(series, "k") == Names{"/algorithms/0/k/sweep/0", "/algorithms/0/k/sweep", "/algorithms/0/k/sweep/2"});
}

TEST_CASE("a sweep that is none is refused where it is wrong", "[experiment][sweep]") {
  CHECK_THROWS_WITH(swept(R"({"name": "a", "k": {"sweep": []}})"),
                    "file.json: /algorithms/0/k/sweep: expected a list of at least one value, found []");
  CHECK_THROWS_WITH(swept(R"({"name": "a", "k": {"sweep": 4}})"),
                    Contains("/algorithms/0/k/sweep: expected a list of at least one value, found 4"));
  CHECK_THROWS_WITH(swept(R"({"name": "a", "compression": {"sweep": ["none"], "bits": 4}})"),
                    "file.json: /algorithms/0/compression/bits: expected nothing beside \"sweep\" in its object");
  CHECK_THROWS_WITH(swept(R"({"name": "a", "sweep": [1]})"), Contains("/algorithms/0/sweep: a sweep stands in place"));
  CHECK_THROWS_WITH(swept(R"({"name": "a", "k": {"sweep": ["none", "...", "qsgd"]}})"),
                    Contains("/algorithms/0/k/sweep/0: expected a number, or a quantity such as \"5ms\""));
  CHECK_THROWS_WITH(swept(R"({"name": "a", "k": {"sweep": [1, "...", 50]}})"),
                    Contains("/algorithms/0/k/sweep/2: expected a last value that steps of 10 from 1 reach"));
  CHECK_THROWS_WITH(swept(R"({"name": "a", "k": {"sweep": [1, 4, 4.0]}})"),
                    "file.json: /algorithms/0/k/sweep/2: expected values that differ, found 4 already at "
                    "/algorithms/0/k/sweep/1");
  // 3^6 = 729 are allowed, 3^7 are not.
  const std::string six = R"("a": {"sweep": [1, 2, 3]}, "b": {"sweep": [1, 2, 3]}, "c": {"sweep": [1, 2, 3]},
    "d": {"sweep": [1, 2, 3]}, "e": {"sweep": [1, 2, 3]}, "f": {"sweep": [1, 2, 3]})";
  CHECK(swept("{" + six + "}").size() == 729);
  CHECK_THROWS_WITH(swept("{" + six + R"(, "g": {"sweep": [1, 2, 3]}})"),
                    Contains("/algorithms/0: expected at most 1000 algorithms of one entry") && Contains("2187"));
}
