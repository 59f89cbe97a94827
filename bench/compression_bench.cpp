#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "sim/base/lanes.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {
namespace {

constexpr std::size_t coordinates = 16'000'000;

std::vector<float> gaussian_vector() {
  std::vector<float> vector(coordinates);
  Stream random(1, Purpose::data, 0, 0);
  std::generate(vector.begin(), vector.end(), [&] { return random.normal(); });
  return vector;
}

std::unique_ptr<Compressor> qsgd(const benchmark::State& state) {
  const Json json = {{"name", "qsgd"}, {"bits", state.range(0)}, {"norm", state.range(1) == 2 ? "2" : "max"}};
  return compressors().read(json, Place("benchmark"));
}

void count_coordinates(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(coordinates));
}

/// What moving the coordinates costs on this machine: the yardstick for the codecs.
void copy_floats(benchmark::State& state) {
  const auto vector = gaussian_vector();
  std::vector<float> copy(coordinates);
  for (auto _ : state) {
    std::copy(vector.begin(), vector.end(), copy.begin());
    benchmark::ClobberMemory();
  }
  count_coordinates(state);
}
BENCHMARK(copy_floats)->Unit(benchmark::kMillisecond);

void qsgd_encode(benchmark::State& state) {
  const auto vector = gaussian_vector();
  const auto codec = qsgd(state);
  Code code;
  for (auto _ : state) {
    Stream random(1, Purpose::quantization, 0, 0);
    codec->encode(vector, random, code);
    benchmark::ClobberMemory();
  }
  count_coordinates(state);
}
BENCHMARK(qsgd_encode)->ArgNames({"bits", "norm"})->ArgsProduct({{2, 4, 8}, {2, 0}})->Unit(benchmark::kMillisecond);

void qsgd_decode(benchmark::State& state) {
  auto vector = gaussian_vector();
  const auto codec = qsgd(state);
  Code code;
  Stream random(1, Purpose::quantization, 0, 0);
  codec->encode(vector, random, code);
  for (auto _ : state) {
    codec->decode(code, vector);
    benchmark::ClobberMemory();
  }
  count_coordinates(state);
}
BENCHMARK(qsgd_decode)->ArgNames({"bits", "norm"})->ArgsProduct({{2, 4, 8}, {2}})->Unit(benchmark::kMillisecond);

void uniform_numbers(benchmark::State& state) {
  std::vector<float> numbers(coordinates);
  for (auto _ : state) {
    Stream seeds(1, Purpose::quantization, 0, 0);
    Lanes(seeds).uniform(numbers);
    benchmark::ClobberMemory();
  }
  count_coordinates(state);
}
BENCHMARK(uniform_numbers)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lowband
