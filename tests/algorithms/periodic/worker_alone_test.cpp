// SPDX-License-Identifier: Apache-2.0
// A worker alone has nobody to send codes to: its model is its own, bit for bit, whatever the compression says.
#include <catch2/catch.hpp>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("a worker alone does not quantize its model", "[algorithms]") {
  const auto coded = [](const std::string& rest) {
    return R"({"name": "a", "compression": {"name": "qsgd", "bits": 2}, )" + rest + "}";
  };
  std::vector<std::string> algorithms;
  for (const std::string method : {"naive", "difference", "extrapolation", "choco", "deep-squeeze"}) {
    algorithms.push_back(coded(R"("paradigm": "gossip", "topology": "complete", "method": ")" + method + '"'));
  }
  for (const std::string way : {"per-hop", "shared-scale", "all-gather"}) {
    algorithms.push_back(coded(R"("paradigm": "all-reduce", "quantization": ")" + way + '"'));
  }
  algorithms.push_back(coded(R"("paradigm": "all-reduce", "quantization": "two-phase", "collective": "direct")"));
  algorithms.push_back(
      R"({"name": "a", "paradigm": "gossip", "topology": "complete", "compression": {"name": "modulo", "theta": 1}})");
  algorithms.push_back(R"({"name": "a", "paradigm": "all-reduce", "compression": {"name": "low-rank", "rank": 1}})");
  const Vector start(40, 1.0F);
  const Layout layout = {{"x", {8, 5}}};
  FloatBuffer expected(start.begin(), start.end());
  for (int round = 0; round < 3; ++round) random_progress(0, round, expected);
  for (const auto& json : algorithms) {
    INFO(json);
    const auto found = synchronised(json, star(1, 1e9, 1e-4), start, 3, random_progress, {}, layout);
    CHECK(found.models[0].back() == Vector(expected.begin(), expected.end()));
  }
}
