// SPDX-License-Identifier: Apache-2.0
// Codecs that are no contraction where errors have to die out: error feedback, choco and deep-squeeze. Unscaled, each
// of these runs leaves the true mean by a factor at every synchronisation, up to 1e10 and more.
#include <catch2/catch.hpp>

#include <cmath>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr int worker_count = 6;
constexpr int round_count = 80;
constexpr std::size_t size = 64;

/// The root mean square over workers and coordinates of how far they are from the mean of what would be the models
/// without any exchange, which exchanges should keep.
double distance_to_true_mean(const Synchronised& result) {
  std::vector<Vector> alone;
  for (int i = 0; i < worker_count; ++i) {
    FloatBuffer model(size, 0.0F);
    for (int round = 0; round < round_count; ++round) random_progress(i, round, model);
    alone.emplace_back(model.begin(), model.end());
  }
  const auto truth = mean(alone);
  double sum = 0.0;
  for (const auto& models : result.models) {
    for (std::size_t k = 0; k < size; ++k) sum += std::pow(static_cast<double>(models.back()[k]) - truth[k], 2);
  }
  return std::sqrt(sum / static_cast<double>(worker_count * size));
}

double distance_with(const std::string& codec, const std::string& rest) {
  const auto json = R"({"name": "a", "compression": )" + codec + ", " + rest + "}";
  return distance_to_true_mean(synchronised(json, star(worker_count, 1e9, 1e-4), Vector(size, 0.0F), round_count));
}

}  // namespace

TEST_CASE("no codec makes choco, deep-squeeze or error feedback grow without bound", "[algorithms]") {
  // Steps are standard normal. What is not sent yet is some ten of them at most, 1 / theta where that is small.
  const std::string codecs[] = {
      R"("name": "random-k", "ratio": 0.2)",
      R"("name": "qsgd", "bits": 2, "norm": "2", "bucket": 32)",
      R"("name": "qsgd", "bits": 2)",
      R"("name": "terngrad")",
      R"("name": "terngrad", "clip": 0)",
      R"("name": "composed", "sparsify": {"name": "top-k", "ratio": 0.5}, "quantize": {"name": "qsgd", "bits": 2})",
  };
  for (const auto& codec : codecs) {
    INFO(codec);
    const auto bare = "{" + codec + "}";
    const auto fed_back = "{" + codec + R"(, "error_feedback": true})";
    CHECK(distance_with(bare, R"("paradigm": "gossip", "method": "choco")") < 60.0);
    CHECK(distance_with(bare, R"("paradigm": "gossip", "method": "deep-squeeze")") < 60.0);
    CHECK(distance_with(fed_back, R"("paradigm": "all-reduce")") < 60.0);
    CHECK(distance_with(fed_back, R"("paradigm": "all-reduce", "quantization": "all-gather")") < 60.0);
    CHECK(distance_with(fed_back, R"("paradigm": "all-reduce", "quantization": "two-phase", "collective": "direct")") <
          60.0);
    const bool has_integers = codec.find("random-k") == std::string::npos && codec.find("top-k") == std::string::npos;
    if (!has_integers) continue;
    CHECK(distance_with(fed_back, R"("paradigm": "all-reduce", "quantization": "shared-scale")") < 60.0);
  }
}

TEST_CASE("choco and deep-squeeze refuse codecs whose errors no factor bounds", "[algorithms]") {
  for (const std::string method : {"choco", "deep-squeeze"}) {
    CHECK_THROWS_WITH(prepared(R"({"name": "g", "paradigm": "gossip", "method": ")" + method +
                                   R"(", "compression": {"name": "k-level", "levels": 2}})",
                               4),
                      Catch::Contains("/compression") && Catch::Contains("\"k-level\"") &&
                          Catch::Contains("\"" + method + "\"") && Catch::Contains("use more levels"));
  }
}
