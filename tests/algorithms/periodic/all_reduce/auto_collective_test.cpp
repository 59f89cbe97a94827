// SPDX-License-Identifier: Apache-2.0
// The estimates by which "auto" chooses, against the simulated times of what it chooses among.
#include <catch2/catch.hpp>

#include <map>

#include "sim/algorithms/periodic/all_reduce/all_reduce.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/auto.hpp"
#include "sim/algorithms/periodic/all_reduce/dry_run.hpp"
#include "sim/algorithms/periodic/all_reduce/float_reduction.hpp"
#include "sim/engine/whereabouts_of.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// A model of 2500 parameters with running statistics and an averaged state behind it, as LocalModel lays them out.
const Layout mixed_layout = {{"weight", {50, 40}}, {"bias", {50}},  {"out", {9, 50}},  {"mean", {90}, true},
                             {"state", {50, 40}},  {"state", {50}}, {"state", {9, 50}}};

/// Ways to exchange them: keys of an all-reduce.
const std::map<std::string, std::string> ways = {
    {"full precision", ""},
    {"in buckets", R"(, "fusion_bytes": 4000)"},
    {"per hop", R"(, "compression": {"name": "qsgd", "bits": 4, "bucket": 64})"},
    {"per hop by layer", R"(, "compression": {"name": "qsgd", "bits": 4, "scope": "layer", "skip_smaller_than": 100})"},
    {"per hop, sizes by values",
     R"(, "compression": {"name": "qsgd", "bits": 2, "norm": "2", "bucket": 512, "encoding": "elias-sparse"})"},
    {"shared scale", R"(, "quantization": "shared-scale", "compression": {"name": "qsgd", "bits": 4, "bucket": 64})"},
    {"all-gather", R"(, "quantization": "all-gather", "compression": {"name": "qsgd", "bits": 4, "bucket": 64})"},
    {"all-gather in buckets",
     R"(, "fusion_bytes": 4000, "quantization": "all-gather", "compression": {"name": "scaled-sign"})"},
    {"low rank", R"(, "compression": {"name": "low-rank", "rank": 2})"},
};

std::string all_reduce_by(const std::string& collective, const std::string& way) {
  return R"({"name": "a", "paradigm": "all-reduce", "collective": )" + collective + way + "}";
}

double simulated_seconds(const std::string& collective, const std::string& way, const PlatformSettings& platform) {
  return synchronised(all_reduce_by(collective, way), platform, Vector(size_of(mixed_layout), 0.0F), 1, random_progress,
                      {}, mixed_layout)
      .now;
}

double estimated_seconds(const std::string& collective, const std::string& way, const PlatformSettings& platform) {
  const Prepared ready = prepared(all_reduce_by(collective, way), platform.workers);
  const auto made = lowband::test::collective(collective, platform.workers);
  const auto exchanges = dynamic_cast<const AllReduce&>(*ready.algorithm).exchanges(*made, mixed_layout);
  return dry_run_seconds(*made, exchanges, whereabouts_of(inspect_platform(platform, {})), 1e9).value();
}

/// The fastest of all collectives in a simulation, and what "auto" takes.
void check_choice(const std::string& way, const PlatformSettings& platform, const std::string& sites = "") {
  std::vector<std::string> candidates = {R"("ring")", R"("recursive-halving-doubling")", R"("tree")", R"("direct")"};
  if (!sites.empty()) candidates.push_back(sites);
  std::map<std::string, double> seconds;
  double least = 1e9;
  for (const auto& candidate : candidates) {
    const Json json = Json::parse(candidate);
    const double now = simulated_seconds(candidate, way, platform);
    seconds[json.is_string() ? json.get<std::string>() : json["name"].get<std::string>()] = now;
    least = std::min(least, now);
  }
  const Prepared chooser = prepared(all_reduce_by(R"("auto")", way), platform, mixed_layout);
  INFO(way << " on " << platform.file << ": " << chooser->collective() << ", " << Json(seconds).dump());
  CHECK(seconds.at(chooser->collective()) <= least * 1.01);  // of two that are as fast, either
}

}  // namespace

TEST_CASE("the estimate of what is exchanged is its simulated time", "[algorithms][collectives]") {
  // Full-duplex links of 100 kB/s and 3 ms; computation takes no time. Sizes that depend on the values are those of
  // other random numbers.
  for (const int workers : {5, 8}) {
    const auto platform = star(workers, 1e5, 0.003, 1e18);
    for (const auto& [name, way] : ways) {
      const std::string sites = workers == 5 ? "[[0, 1, 2], [3, 4]]" : "[[0, 1, 2, 3], [4, 5, 6, 7]]";
      const std::string hierarchical = R"({"name": "hierarchical", "sites": )" + sites + "}";
      for (const std::string& json : std::vector<std::string>{R"("ring")", R"("recursive-halving-doubling")",
                                                              R"("tree")", R"("direct")", hierarchical}) {
        INFO(json << ", " << name << ", " << workers << " workers");
        const double tolerance = name == "per hop, sizes by values" ? 0.1 : 1e-6;
        CHECK(estimated_seconds(json, way, platform) ==
              Approx(simulated_seconds(json, way, platform)).epsilon(tolerance));
      }
    }
  }
}

TEST_CASE("a dry run ends when it takes too long", "[algorithms][collectives]") {
  // A ring of 4 takes 6 hops of 6 ms and (1000 + 16) bytes at 1 MB/s.
  const auto platform = star(4, 1e6, 0.003, 1e18);
  const std::vector exchanges = {Exchange::of_floats(1000)};
  const auto ring = collective(R"("ring")", 4);
  const Whereabouts whereabouts = whereabouts_of(inspect_platform(platform, {}));
  const double seconds = 6 * (0.006 + 1016e-6);
  CHECK(dry_run_seconds(*ring, exchanges, whereabouts, 1.0).value() == Approx(seconds).epsilon(1e-6));
  CHECK_FALSE(dry_run_seconds(*ring, exchanges, whereabouts, 0.9 * seconds).has_value());
}

TEST_CASE("auto chooses what is fastest in a simulation", "[algorithms][collectives]") {
  for (const auto& [name, way] : ways) {
    check_choice(way, star(8, 1e5, 0.003, 1e18));  // bandwidth decides
    check_choice(way, shipped("dumbbell_8.xml", 8), R"("hierarchical")");
  }
  check_choice("", star(8, 1e8, 0.003, 1e18));  // latency decides
  check_choice("", shipped("ring_8.xml", 8));   // links between neighbours
  check_choice(ways.at("all-gather"), star(5, 1e6, 0.0003, 1e18));
}

TEST_CASE("auto does not know what to do before it knows the platform", "[algorithms][collectives]") {
  const AutoChoice chooser;
  const auto where = [](const PlatformSettings& platform) { return whereabouts_of(inspect_platform(platform, {})); };
  const auto undecided = chooser.prepared({.workers = 4}, Place("test"));
  CHECK(undecided->name() == "auto");
  CHECK(undecided->pairs().size() == 4 * 3);  // of all that may be chosen
  FloatReduction reduction(std::make_shared<const FloatBuffer>(1), 1, std::plus<float>(), 1);
  const auto reduce = [&](Worker& worker) { static_cast<void>(undecided->all_reduce(worker, 1, reduction)); };
  CHECK_THROWS_AS(MemoryWorld(4, 1).run(reduce), std::logic_error);
  const Whereabouts on_star = where(star(4, 1e6, 1e-3));
  const CollectiveSetting without_exchanges{.workers = 4, .whereabouts = &on_star};
  CHECK(chooser.prepared(without_exchanges, Place("test"))->name() == "auto");
  const auto choice = [&](const PlatformSettings& platform, std::size_t floats) {
    const Whereabouts whereabouts = where(platform);
    const std::vector exchanges = {Exchange::of_floats(floats)};
    return chooser.prepared({platform.workers, &whereabouts, exchanges}, Place("test"))->name();
  };
  // Two sites with a slow link between them. Per direction it carries, of 4 + 4 workers: directly 2 * 16 / 8 vectors,
  // by the ring 2 * 7 / 8 * 1 = 1.75, from site to site 1; for a megabyte that decides, for a float latencies do.
  CHECK(choice(shipped("dumbbell_8.xml", 8), 250'000) == "hierarchical");
  CHECK(choice(shipped("dumbbell_8.xml", 8), 1) == "direct");
  CHECK(choice(star(1, 1e6, 1e-3), 250'000) == "recursive-halving-doubling");  // nothing is sent: the first one
}
