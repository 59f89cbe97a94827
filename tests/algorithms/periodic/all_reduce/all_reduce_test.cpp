// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/algorithms/periodic/all_reduce/all_gather.hpp"
#include "sim/algorithms/periodic/all_reduce/model_average.hpp"
#include "sim/algorithms/periodic/all_reduce/per_hop.hpp"
#include "sim/algorithms/periodic/all_reduce/two_phase.hpp"
#include "sim/base/chunks.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto exact = R"({"name": "exact", "paradigm": "all-reduce"})";
constexpr auto per_hop = R"({"name": "q", "paradigm": "all-reduce", "quantization": "per-hop",
                             "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";
constexpr auto all_gather = R"({"name": "q", "paradigm": "all-reduce", "quantization": "all-gather",
                                "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";
constexpr auto two_phase =
    R"({"name": "q", "paradigm": "all-reduce", "quantization": "two-phase", "collective": "direct",
                               "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";
constexpr auto shared_scale = R"({"name": "q", "paradigm": "all-reduce", "quantization": "shared-scale",
                                  "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";

/// The rest of an experiment's "quantization": the collective that it needs.
std::string with_collective(const std::string& quantization) {
  return quantization == "two-phase" ? R"(", "collective": "direct")" : "\"";
}

/// The sum in the order of the ring: chunk c begins at worker c.
Vector ring_mean(const std::vector<Vector>& vectors) {
  const int workers = static_cast<int>(vectors.size());
  const Chunks chunks(vectors.front().size(), workers);
  Vector result(vectors.front().size());
  for (int c = 0; c < workers; ++c) {
    for (std::size_t k = chunks.begin(c); k < chunks.begin(c) + chunks.size(c); ++k) {
      float sum = vectors[static_cast<std::size_t>(c)][k];
      for (int i = 1; i < workers; ++i) sum += vectors[static_cast<std::size_t>((c + i) % workers)][k];
      result[k] = (1.0F / static_cast<float>(workers)) * sum;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("chunks are consecutive, cover the vector, and the first ones take the remainder", "[algorithms]") {
  const Chunks chunks(11, 4);  // 3 3 3 2
  CHECK(chunks.size(0) == 3);
  CHECK(chunks.size(3) == 2);
  CHECK(chunks.begin(3) == 9);
  const Chunks more_than_coordinates(2, 5);  // 1 1 0 0 0
  CHECK(more_than_coordinates.size(1) == 1);
  CHECK(more_than_coordinates.size(4) == 0);
  CHECK(more_than_coordinates.begin(4) == 2);
}

TEST_CASE("the ring averages exactly, in its own order, bitwise equal on all workers", "[algorithms]") {
  for (const int workers : {1, 2, 3, 8}) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{5}, std::size_t{64}, std::size_t{1001}}) {  // also M > d
      const auto result = synchronised(exact, star(workers, 1e9, 1e-4), Vector(size, 0.0F), 1);
      std::vector<Vector> contributions;
      for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
      const Vector expected = ring_mean(contributions);
      for (const auto& models : result.models) CHECK(models[0] == expected);
    }
  }
}

TEST_CASE("every worker of the ring sends 4 (2 d - |c_(j+1)| - |c_(j+2)|) bytes and 2 (M - 1) headers",
          "[algorithms]") {
  constexpr int workers = 4;
  // d = 11: chunks 3 3 3 2. Worker 0: 22 - 3 - 3 = 16 floats; 1: 22 - 3 - 2 = 17; 2: 22 - 2 - 3 = 17; 3: 22 - 3 - 3.
  const auto result = synchronised(exact, star(workers, 1e9, 1e-4), Vector(11), 1);
  const std::vector<int> floats = {16, 17, 17, 16};
  for (std::size_t j = 0; j < workers; ++j) {
    CHECK(result.traffic[j][0] == 4 * floats[j] + 6 * 16);
    CHECK(result.traffic[j][2] == 6);
    CHECK(result.traffic[(j + 1) % workers][1] == result.traffic[j][0]);  // the next one receives it
  }
  CHECK(synchronised(exact, star(1, 1e9, 1e-4), Vector(11), 1).traffic[0] == Json({0, 0, 0}));
}

TEST_CASE("the ring takes 2 (M - 1) (latency + chunk / bandwidth) under the ideal network", "[algorithms]") {
  // Full-duplex links of 100 kB/s and 3 ms, two on each route; computation takes no time worth mentioning.
  for (const int workers : {2, 8, 32}) {
    constexpr std::size_t per_chunk = 250;
    constexpr int rounds = 2;
    const double chunk_bytes = 4.0 * per_chunk + 16.0;
    const double hop = 2 * 0.003 + chunk_bytes / 1e5;
    const auto result =
        synchronised(exact, star(workers, 1e5, 0.003, 1e18), Vector(per_chunk * static_cast<std::size_t>(workers)),
                     rounds, [](int, int, FloatBuffer&) {});
    CHECK(result.now == Approx(rounds * 2 * (workers - 1) * hop).epsilon(1e-6));
  }
}

TEST_CASE("per-hop with a codec that keeps every bit equals the exact average bit for bit", "[algorithms]") {
  // y = 0, so that the differences are the models themselves: identity 1 of the algorithms reference, 8.4.
  constexpr std::size_t size = 101;
  const auto found = simulated(star(5, 1e9, 1e-4), [](Worker& worker, Json& json) {
    const Compression none;
    const std::vector<CodedTensor> tensors = {{size}};
    const Vector start = noise(size, worker.rank(), 0);
    FloatBuffer model(start.begin(), start.end());
    const auto ring = collective(R"("ring")", worker.size());
    PerHopAverage(*ring, ModelCodec(none, tensors), FloatBuffer(size, 0.0F), 1.0F).synchronise(worker, model);
    FloatBuffer expected(start.begin(), start.end());
    ModelAverage(*ring, expected.size(), 1.0F).synchronise(worker, expected);
    json = model == expected;
  });
  for (const auto& equal : found.workers) CHECK(equal == true);
}

TEST_CASE("after a quantized all-reduce all workers are bitwise equal, near the true average", "[algorithms]") {
  for (const auto* json : {per_hop, shared_scale, all_gather, two_phase}) {
    for (const int workers : {1, 2, 5}) {
      const std::size_t size = 1003;
      const auto result = synchronised(json, star(workers, 1e9, 1e-4), noise(size, 1000, 0), 3);
      for (const auto& models : result.models) CHECK(models == result.models[0]);
      std::vector<Vector> contributions;
      for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
      const auto expected = mean(contributions);
      const Vector start = noise(size, 1000, 0);
      double error = 0.0;
      double norm = 0.0;
      for (std::size_t k = 0; k < size; ++k) {
        const double moved = static_cast<double>(result.models[0][0][k]) - static_cast<double>(start[k]);
        error += (moved - expected[k]) * (moved - expected[k]);
        norm += expected[k] * expected[k];
      }
      CHECK(error > 0.0);
      CHECK(error < norm);  // 7 levels on buckets of 64: relative variance about 0.02 per rounding
    }
  }
}

TEST_CASE("more workers than parameters: quantized all-reduce sends empty chunks and stays right", "[algorithms]") {
  for (const auto* json : {per_hop, shared_scale, all_gather, two_phase}) {
    const auto result = synchronised(json, star(6, 1e9, 1e-4), Vector(2, 1.0F), 2);
    for (const auto& models : result.models) CHECK(models == result.models[0]);
  }
}

TEST_CASE("shared-scale is unbiased, with the exact variance of one rounding per worker", "[algorithms]") {
  constexpr int workers = 3;
  constexpr std::size_t size = 60;  // one bucket, three chunks of the ring
  constexpr int rounds = 600;
  constexpr double levels = 7.0;
  // Every round adds the same vectors, so the steps of y are independent estimates of their mean.
  const auto constant = [](int rank, int /*round*/, FloatBuffer& model) {
    const Vector step = noise(size, rank, 0);
    for (std::size_t k = 0; k < size; ++k) model[k] += step[k];
  };
  const auto result = synchronised(shared_scale, star(workers, 1e9, 1e-4), Vector(size, 0.0F), rounds, constant);
  std::vector<Vector> contributions;
  for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
  const auto expected = mean(contributions);
  for (std::size_t k = 0; k < size; ++k) {
    double scale = 0.0;  // the largest magnitude of the bucket over all workers
    for (const auto& vector : contributions) {
      for (const float value : vector) scale = std::max(scale, std::abs(static_cast<double>(value)));
    }
    double variance = 0.0;
    for (const auto& vector : contributions) {
      const double position = levels * std::abs(static_cast<double>(vector[k])) / scale;
      const double fraction = position - std::floor(position);
      variance += scale * scale / (levels * levels) * fraction * (1.0 - fraction) / (workers * workers);
    }
    const double average = static_cast<double>(result.models[0].back()[k]) / rounds;
    CHECK(std::abs(average - expected[k]) < 5.0 * std::sqrt(variance / rounds) + 1e-5);  // and float sums of y
  }
}

TEST_CASE("shared-scale sends integers as wide as their sums can be", "[algorithms]") {
  // M = 3, d = 12, s = 7, one scale. Sums of 1, 2, 3 integers: 15, 29, 43 values, so 4, 5, 6 bits; a
  // chunk of 4 takes 2, 3, 3 bytes. Reduce-scatter sends sums of 1 and 2: 5 bytes; all-gather two complete ones: 6.
  // The maximum: a ring of one float, the first of three chunks, which worker 0 sends twice, the others once (they are
  // the ones that complete and that receive it last). 8 headers in all.
  const auto result = synchronised(shared_scale, star(3, 1e9, 1e-4), Vector(12, 0.0F), 1);
  for (std::size_t j = 0; j < 3; ++j) {
    CHECK(result.traffic[j][0] == 5 + 6 + (j == 0 ? 8 : 4) + 8 * 16);
    CHECK(result.traffic[j][2] == 8);
  }
}

TEST_CASE("all-gather and two-phase with a codec that keeps every bit average exactly", "[algorithms]") {
  constexpr std::size_t size = 101;
  constexpr int workers = 5;
  const auto found = simulated(star(workers, 1e9, 1e-4), [](Worker& worker, Json& json) {
    const Compression none;
    const std::vector<CodedTensor> tensors = {{size}};
    const ModelCodec codec(none, tensors);
    const Vector start = noise(size, worker.rank(), 0);
    FloatBuffer gathered(start.begin(), start.end());
    const auto direct = collective(R"("direct")", workers);
    AllGatherAverage(*direct, codec, FloatBuffer(size, 0.0F), 1.0F).synchronise(worker, gathered);
    FloatBuffer owned(start.begin(), start.end());
    TwoPhaseAverage(*direct, codec, codec, FloatBuffer(size, 0.0F), 1.0F).synchronise(worker, owned);
    json = {gathered, owned};
  });
  std::vector<Vector> contributions;
  for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
  const auto expected = mean(contributions);
  for (const auto& worker : found.workers) {
    CHECK(worker == found.workers[0]);
    for (std::size_t k = 0; k < size; ++k) {
      CHECK(worker[0][k].get<double>() == Approx(expected[k]).margin(1e-6));
      CHECK(worker[1][k].get<double>() == Approx(expected[k]).margin(1e-6));
    }
  }
}

TEST_CASE("all-gather sends M - 1 codes, two-phase two codes of M - 1 chunks", "[algorithms]") {
  // d = 128, two buckets of 64 in 4 bits: 2 (4 + 32) = 72 bytes. A chunk of 32 has a bucket of its own: 4 + 16.
  const auto gathered = synchronised(all_gather, star(4, 1e9, 1e-4), Vector(128), 1).traffic;
  for (const auto& worker : gathered) CHECK(worker == Json({3 * (72 + 16), 3 * (72 + 16), 3}));
  const auto owned = synchronised(two_phase, star(4, 1e9, 1e-4), Vector(128), 1).traffic;
  for (const auto& worker : owned) CHECK(worker == Json({6 * (20 + 16), 6 * (20 + 16), 6}));
}

TEST_CASE("per-hop adds an error at every hop, the others do not", "[algorithms]") {
  // The cascade of the algorithms reference, 8.3, for independent inputs: at M = 8 more than twice the error of codes
  // that are made once.
  constexpr std::size_t size = 4096;
  constexpr int workers = 8;
  std::vector<Vector> contributions;
  for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
  const auto expected = mean(contributions);
  const auto squared_error = [&](const char* json) {
    const auto result = synchronised(json, star(workers, 1e9, 1e-4), Vector(size, 0.0F), 1);
    double sum = 0.0;
    for (std::size_t k = 0; k < size; ++k) {
      sum += std::pow(static_cast<double>(result.models[0][0][k]) - expected[k], 2);
    }
    return sum;
  };
  CHECK(squared_error(per_hop) > 2.0 * squared_error(all_gather));
  CHECK(squared_error(per_hop) > squared_error(two_phase));
}

TEST_CASE("small tensors are averaged in full precision beside the integers of the others", "[algorithms]") {
  const std::string json = R"({"name": "q", "paradigm": "all-reduce", "quantization": ")";
  const std::string compression =
      R"(, "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "skip_smaller_than": 20,
                                       "scope": ")";
  constexpr int workers = 3;
  const Layout layout = {{"a", {10, 10}}, {"b", {10}}, {"c", {30}}};
  for (const std::string quantization : {"per-hop", "shared-scale", "all-gather", "two-phase"}) {
    for (const std::string scope : {"layer", "model"}) {
      INFO(quantization << ", " << scope);
      const auto result =
          synchronised(json + quantization + with_collective(quantization) + compression + scope + "\"}}",
                       star(workers, 1e9, 1e-4), Vector(140, 0.0F), 1, random_progress, {}, layout);
      for (const auto& models : result.models) CHECK(models == result.models[0]);
      std::vector<Vector> contributions;
      for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(140, rank, 0));
      const auto expected = mean(contributions);
      double error = 0.0;
      for (std::size_t k = 0; k < 140; ++k) {
        const double difference = std::abs(static_cast<double>(result.models[0][0][k]) - expected[k]);
        if (k >= 100 && k < 110) {
          CHECK(difference < 1e-6);
        } else {
          error += difference;
        }
      }
      CHECK(error > 1.0);    // about 7 levels to magnitudes of up to 3: errors of some tenths
      CHECK(error < 130.0);  // and no more
    }
  }
}

TEST_CASE("error feedback: over time the workers' memories hold what the average has missed", "[algorithms]") {
  // Every worker's progress is the same in every round, so the sum of T averages is T times their mean, but for the
  // last memories: the mean error of y falls like 1/T, where without feedback it falls like 1/sqrt(T).
  constexpr int workers = 3;
  constexpr std::size_t size = 200;
  const auto constant = [](int rank, int /*round*/, FloatBuffer& model) {
    const Vector step = noise(size, rank, 0);
    for (std::size_t k = 0; k < size; ++k) model[k] += step[k];
  };
  std::vector<Vector> contributions;
  for (int rank = 0; rank < workers; ++rank) contributions.push_back(noise(size, rank, 0));
  const auto expected = mean(contributions);
  const auto error_after = [&](const std::string& quantization, const char* feedback) {
    constexpr int rounds = 100;
    const auto result = synchronised(
        R"({"name": "q", "paradigm": "all-reduce", "quantization": ")" + quantization + with_collective(quantization) +
            R"(, "compression": {"name": "qsgd", "bits": 4, "error_feedback": )" + feedback + "}}",
        star(workers, 1e9, 1e-4), Vector(size, 0.0F), rounds, constant);
    for (const auto& models : result.models) REQUIRE(models == result.models[0]);
    double squares = 0.0;
    for (std::size_t k = 0; k < size; ++k) {
      const double error = static_cast<double>(result.models[0].back()[k]) / rounds - expected[k];
      squares += error * error;
    }
    return std::sqrt(squares);
  };
  for (const std::string quantization : {"per-hop", "shared-scale", "all-gather", "two-phase"}) {
    CHECK(error_after(quantization, "true") < 0.5 * error_after(quantization, "false"));
  }
}

TEST_CASE("quantized all-reduce depends neither on the network nor on the number of threads", "[algorithms]") {
  for (const auto* json : {exact, per_hop, shared_scale, all_gather, two_phase}) {
    const Vector initial(257, 0.5F);
    const auto reference = synchronised(json, star(4, 1e9, 1e-4), initial, 3);
    SimulatedOptions options;
    options.threads = 3;
    options.compute.slowdown = {1.0, 9.0, 0.5, 2.0};
    CHECK(synchronised(json, star(4, 1e5, 0.1), initial, 3, random_progress, options).models == reference.models);
  }
}
