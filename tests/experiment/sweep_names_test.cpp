// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sweep_names.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"

using namespace lowband;
using Catch::Contains;

namespace {

using Names = std::vector<std::string>;
using Algorithms = std::vector<std::vector<SweptValue>>;

const SweepKey steps{"local_steps"};
const SweepKey bits{"compression", "bits"};
const SweepKey server_bits{"server_compression", "bits"};

Names named(const std::string& pattern, const Algorithms& algorithms) {
  return swept_names(pattern, algorithms, Place("file.json") / "name");
}

}  // namespace

TEST_CASE("labels are short, and without spaces", "[experiment][sweep]") {
  CHECK(sweep_labels({1, 0.5, 1e-7, "10 Mbps", true, nullptr}) == Names{"1", "0.5", "1e-07", "10Mbps", "true", "none"});
  CHECK(sweep_labels({"none", {{"name", "qsgd"}, {"bits", 4}}}) == Names{"none", "qsgd"});
  CHECK(sweep_labels({{1, 2}, Json::array()}) == Names{"[1,2]", "[]"});
  CHECK(sweep_labels({{{"step", 0.1}}}) == Names{"(step=0.1)"});
}

TEST_CASE("objects of one name are told apart by what they hold", "[experiment][sweep]") {
  CHECK(sweep_labels({{{"name", "qsgd"}, {"bits", 2}},
                      {{"name", "qsgd"}, {"bits", 4}, {"scope", "layer"}},
                      {{"name", "grid"}, {"step", 0.1}}}) == Names{"qsgd(bits=2)", "qsgd(bits=4,scope=layer)", "grid"});
  CHECK(sweep_labels({"qsgd", {{"name", "qsgd"}, {"bits", 2}}}) == Names{"qsgd", "qsgd(bits=2)"});
}

TEST_CASE("without placeholders all swept values follow the name", "[experiment][sweep]") {
  CHECK(named("a", {{{steps, "4"}, {bits, "2"}}, {{steps, "4"}, {bits, "8"}}}) ==
        Names{"a local_steps=4 bits=2", "a local_steps=4 bits=8"});
  CHECK(named("a", {{{bits, "2"}, {server_bits, "4"}}}) == Names{"a compression.bits=2 server_compression.bits=4"});
  // One key that others end in is known by itself.
  CHECK(named("a", {{{{"bits"}, "2"}, {bits, "4"}}}) == Names{"a bits=2 compression.bits=4"});
}

TEST_CASE("placeholders stand for swept values", "[experiment][sweep]") {
  const Algorithms algorithms{{{steps, "4"}, {bits, "2"}}, {{steps, "16"}, {bits, "2"}}};
  CHECK(named("{bits} bits, K={local_steps}", algorithms) == Names{"2 bits, K=4", "2 bits, K=16"});
  CHECK(named("{compression.bits}/{local_steps}", algorithms) == Names{"2/4", "2/16"});
  CHECK(named("{{{local_steps}}}", algorithms) == Names{"{4}", "{16}"});
  CHECK(named("{{", {{{steps, "4"}}}) == Names{"{ local_steps=4"});
  // A value that is not there leaves nothing, and no spaces either.
  const SweepKey codec{"compression"};
  CHECK(named("{bits} {compression} {bits} x", {{{codec, "none"}}, {{codec, "qsgd"}, {bits, "2"}}}) ==
        Names{"none x", "2 qsgd 2 x"});
}

TEST_CASE("a name that cannot be made is refused", "[experiment][sweep]") {
  const Algorithms algorithms{{{steps, "4"}, {bits, "2"}}, {{steps, "16"}, {bits, "2"}}};
  CHECK_THROWS_WITH(
      named("{local_step}", algorithms),
      "file.json: /name: the placeholder {local_step} stands for no sweep, did you mean \"local_steps\"?");
  CHECK_THROWS_WITH(named("{its}", algorithms), Contains("{its} stands for no sweep, did you mean \"bits\"?"));
  CHECK_THROWS_WITH(named("{}", algorithms), Contains("the placeholder {} stands for no sweep"));
  CHECK_THROWS_WITH(named("{bits}", {{{bits, "2"}, {server_bits, "4"}}}),
                    Contains("the placeholder {bits} could be {compression.bits} or {server_compression.bits}"));
  CHECK_THROWS_WITH(named("a {bits", algorithms), Contains("/name: expected placeholders such as {local_steps}"));
  CHECK_THROWS_WITH(named("a bits}", algorithms), Contains("/name: expected placeholders such as {local_steps}"));
  CHECK_THROWS_WITH(named("{bits} bits", algorithms),
                    "file.json: /name: expected a name of its own for each algorithm, found \"2 bits\" for both "
                    "local_steps=4 bits=2 and local_steps=16 bits=2");
  // As folders they would be one.
  CHECK_THROWS_WITH(named("{bits}", {{{bits, "a/b"}}, {{bits, "a-b"}}}), Contains("found \"a-b\" for both"));
}
