#include <catch2/catch.hpp>

#include <cmath>

#include "sim/algorithms/all_reduce/chunks.hpp"
#include "sim/algorithms/all_reduce/model_average.hpp"
#include "sim/algorithms/all_reduce/per_hop.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto exact = R"({"name": "exact", "paradigm": "all-reduce"})";
constexpr auto per_hop = R"({"name": "q", "paradigm": "all-reduce", "quantization": "per-hop",
                             "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";
constexpr auto shared_scale = R"({"name": "q", "paradigm": "all-reduce", "quantization": "shared-scale",
                                  "compression": {"name": "qsgd", "bits": 4, "bucket": 64, "norm": "max"}})";

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

/// Keeps every bit: quantization without quantization.
class Identity final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] CodecFacts facts() const override { return {ErrorClass::lossless, "C(v) = v", "32"}; }
  void encode(std::span<const float> vector, Stream& /*random*/, Code& code) const override {
    const auto bytes = std::as_bytes(vector);
    code.assign(bytes.begin(), bytes.end());
  }
  void decode(std::span<const std::byte> code, std::span<float> vector) const override {
    std::copy(code.begin(), code.end(), std::as_writable_bytes(vector).begin());
  }
  [[nodiscard]] double encode_flops(std::size_t /*size*/) const override { return 0.0; }
  [[nodiscard]] double decode_flops(std::size_t /*size*/) const override { return 0.0; }
};

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
    const Identity identity;
    const Vector start = noise(size, worker.rank(), 0);
    FloatBuffer model(start.begin(), start.end());
    PerHopAverage(identity, FloatBuffer(size, 0.0F)).synchronise(worker, model);
    FloatBuffer expected(start.begin(), start.end());
    ModelAverage().synchronise(worker, expected);
    json = model == expected;
  });
  for (const auto& equal : found.workers) CHECK(equal == true);
}

TEST_CASE("after a quantized all-reduce all workers are bitwise equal, near the true average", "[algorithms]") {
  for (const auto* json : {per_hop, shared_scale}) {
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
  for (const auto* json : {per_hop, shared_scale}) {
    const auto result = synchronised(json, star(6, 1e9, 1e-4), Vector(2, 1.0F), 2);
    for (const auto& models : result.models) CHECK(models == result.models[0]);
  }
}

TEST_CASE("shared-scale is unbiased, with the exact variance of one rounding per worker", "[algorithms]") {
  constexpr int workers = 3;
  constexpr std::size_t size = 60;  // chunks of 20, one bucket each
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
      for (std::size_t j = k / 20 * 20; j < k / 20 * 20 + 20; ++j)
        scale = std::max(scale, std::abs(static_cast<double>(vector[j])));
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
  // M = 3, d = 12, s = 7, one scale per chunk of 4. Sums of 1, 2, 3 integers: 15, 29, 43 values, so 4, 5, 6 bits; a
  // chunk of 4 takes 2, 3, 3 bytes. Reduce-scatter sends sums of 1 and 2: 5 bytes; all-gather two complete ones: 6.
  // The maxima: 3 floats around the ring, one per chunk: 4 hops of 4 bytes. 8 headers in all.
  const auto result = synchronised(shared_scale, star(3, 1e9, 1e-4), Vector(12, 0.0F), 1);
  for (const auto& worker : result.traffic) {
    CHECK(worker[0] == 5 + 6 + 16 + 8 * 16);
    CHECK(worker[2] == 8);
  }
}

TEST_CASE("quantized all-reduce depends neither on the network nor on the number of threads", "[algorithms]") {
  for (const auto* json : {exact, per_hop, shared_scale}) {
    const Vector initial(257, 0.5F);
    const auto reference = synchronised(json, star(4, 1e9, 1e-4), initial, 3);
    SimulatedOptions options;
    options.threads = 3;
    options.compute.slowdown = {1.0, 9.0, 0.5, 2.0};
    CHECK(synchronised(json, star(4, 1e5, 0.1), initial, 3, random_progress, options).models == reference.models);
  }
}
