// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/buckets.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

const Layout layout = {{"a", {10, 10}}, {"b", {10}}, {"c", {50}}, {"d", {5}}};

/// An all-reduce up and down a tree, which adds every coordinate in the same order, whatever vector it is part of.
std::string tree(const std::string& more = "") {
  return R"({"name": "a", "paradigm": "all-reduce", "collective": "tree")" + more + "}";
}

/// The buckets, with their numbers of coordinates, in the order in which they are exchanged.
std::vector<std::size_t> bucket_sizes(std::uint64_t bytes) {
  std::vector<std::size_t> sizes;
  const Buckets buckets(bytes, FloatBuffer(165), layout, [&](const FloatBuffer& part, const Layout& tensors) {
    const std::size_t size = size_of(tensors);
    CHECK(size == part.size());
    sizes.push_back(size);
    return nullptr;
  });
  return sizes;
}

/// Simulated seconds of a step of 3 Gflop at 1 Gflop/s, of which the backward pass of two tensors of 250 floats takes
/// one each, and of their exchange between two workers in one or two buckets; every message of 1016 bytes takes
/// `seconds`.
double seconds_of_step(bool overlaps, double seconds) {
  const auto found = simulated(star(2, 1016 / seconds, 0.0), [&](Worker& worker, Json& json) {
    const Prepared ready = prepared(tree(R"(, "fusion_bytes": 1000)"), 2);
    const auto exchange = ready.periodic().synchroniser(worker.rank(), FloatBuffer(500), {{"a", {250}}, {"b", {250}}});
    FloatBuffer model(500);
    const std::vector<double> backward = {1e9, 1e9};
    const auto nothing = [] {};
    const LocalStep step{3e9, backward, nothing};
    if (overlaps) {
      exchange->synchronise_during(worker, model, step);
    } else {
      exchange->Synchroniser::synchronise_during(worker, model, step);
    }
    json = worker.now();
  });
  return found.workers[1].get<double>();  // the last message goes to it
}

}  // namespace

TEST_CASE("buckets take as many tensors as fit, from the last one on", "[algorithms][buckets]") {
  CHECK(bucket_sizes(1) == std::vector<std::size_t>{5, 50, 10, 100});  // at least one tensor
  CHECK(bucket_sizes(219) == std::vector<std::size_t>{5, 50 + 0, 10, 100});
  CHECK(bucket_sizes(220) == std::vector<std::size_t>{55, 10, 100});
  CHECK(bucket_sizes(260) == std::vector<std::size_t>{65, 100});
  CHECK(bucket_sizes(1000) == std::vector<std::size_t>{165});
}

TEST_CASE("the average in buckets is that of the whole, at the price of more messages", "[algorithms][buckets]") {
  const auto run = [](const std::string& json) {
    return synchronised(json, star(5, 1e9, 1e-4), Vector(165, 0.0F), 3, random_progress, {}, layout);
  };
  const auto whole = run(tree());
  const auto cut = run(tree(R"(, "fusion_bytes": 260)"));
  CHECK(cut.models == whole.models);
  for (std::size_t i = 0; i < 5; ++i) CHECK(cut.traffic[i][2] == 2 * whole.traffic[i][2].get<int>());
}

TEST_CASE("buckets go with every way to add compressed differences, and round by numbers of their own",
          "[algorithms][buckets]") {
  const std::string coded = R"(, "fusion_bytes": 220, "compression": {"name": "qsgd", "bits": 4}, "quantization": ")";
  for (const std::string quantization : {"per-hop", "shared-scale", "all-gather"}) {
    const auto result = synchronised(tree(coded + quantization + "\""), star(4, 1e9, 1e-4), Vector(165, 0.0F), 3,
                                     random_progress, {}, layout);
    for (const auto& models : result.models) CHECK(models == result.models[0]);
  }
  // Two equal tensors in two buckets are rounded differently.
  const Layout twice = {{"a", {40}}, {"b", {40}}};
  const auto equal_halves = [](int, int, FloatBuffer& model) {
    const Vector step = noise(40, 0, 0);
    for (std::size_t k = 0; k < 80; ++k) model[k] += step[k % 40];
  };
  const auto result = synchronised(
      tree(R"(, "fusion_bytes": 160, "compression": {"name": "qsgd", "bits": 2}, "quantization": "per-hop")"),
      star(2, 1e9, 1e-4), Vector(80, 0.0F), 1, equal_halves, {}, twice);
  const Vector& model = result.models[0][0];
  CHECK_FALSE(std::equal(model.begin(), model.begin() + 40, model.begin() + 40));
}

TEST_CASE("a bucket is exchanged while the rest of the backward pass goes on", "[algorithms][buckets]") {
  // The second tensor is ready at 2 s, the first at 3 s; an exchange is a message up and one down.
  CHECK(seconds_of_step(false, 0.25) == Approx(3.0 + 2 * 0.5).epsilon(1e-6));
  CHECK(seconds_of_step(true, 0.25) == Approx(3.0 + 0.5).epsilon(1e-6));
  // Exchanges of 2 s: the first tensor is ready at 3 s, but its turn comes at 4 s.
  CHECK(seconds_of_step(false, 1.0) == Approx(3.0 + 2 * 2.0).epsilon(1e-6));
  CHECK(seconds_of_step(true, 1.0) == Approx(2.0 + 2 * 2.0).epsilon(1e-6));
}
