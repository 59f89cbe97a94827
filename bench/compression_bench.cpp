// SPDX-License-Identifier: Apache-2.0
// How fast each codec encodes and decodes on one core, beside memcpy of the same floats. Machines drift, so each
// benchmark does the two in turn: `x_memcpy` is the median time of memcpy over the median time of the codec.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/lanes.hpp"
#include "tests/compression/variants.hpp"

namespace lowband {
namespace {

constexpr std::size_t coordinates = 16'000'000;
constexpr int iterations = 9;

const std::vector<float>& gaussian_vector() {
  static const auto vector = [] {
    std::vector<float> values(coordinates);
    Stream random(1, Purpose::data, 0, 0);
    std::generate(values.begin(), values.end(), [&] { return random.normal(); });
    return values;
  }();
  return vector;
}

/// Where memcpy and decoders write to; its pages are there before anything is measured.
std::vector<float>& target() {
  static std::vector<float> values = gaussian_vector();
  return values;
}

template <class Work>
double seconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  benchmark::ClobberMemory();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Measures `work`, each time after a memcpy of the Gaussian vector into target().
template <class Work>
void measure(benchmark::State& state, Work work) {
  const std::size_t size = coordinates * sizeof(float);
  std::vector<double> copying;
  std::vector<double> working;
  work();  // memory that is kept from message to message is there then
  for (auto _ : state) {
    copying.push_back(seconds([&] { std::memcpy(target().data(), gaussian_vector().data(), size); }));
    working.push_back(seconds(work));
    state.SetIterationTime(working.back());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(size) * static_cast<std::int64_t>(working.size()));
  state.counters["x_memcpy"] = median(copying) / median(working);
}

void count_bits(benchmark::State& state, const Code& code) {
  state.counters["bits"] = 8.0 * static_cast<double>(code.size()) / static_cast<double>(coordinates);
}

void encode(benchmark::State& state, const Compressor& codec) {
  Code code;
  measure(state, [&] {
    Stream random(1, Purpose::quantization, 0, 0);
    codec.encode(gaussian_vector(), random, code);
  });
  count_bits(state, code);
}

void decode(benchmark::State& state, const Compressor& codec) {
  Code code;
  Stream random(1, Purpose::quantization, 0, 0);
  codec.encode(gaussian_vector(), random, code);
  // The copy just before is what a codec that reads the receiver's vector expects.
  measure(state, [&] { codec.decode(code, target()); });
  count_bits(state, code);
}

template <class... Arguments>
void add(const std::string& name, Arguments&&... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), std::forward<Arguments>(arguments)...)
      ->Iterations(iterations)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}

void add_codec(std::string_view label, std::shared_ptr<const Compressor> codec) {
  add(fmt::format("encode/{}", label), [codec](benchmark::State& state) { encode(state, *codec); });
  add(fmt::format("decode/{}", label), [codec](benchmark::State& state) { decode(state, *codec); });
}

/// A codec that is being written may not be among the variants yet.
bool is_listed(const std::string& name) {
  const auto& list = testing::variants;
  return std::any_of(list.begin(), list.end(), [&](const auto& variant) { return variant.name() == name; });
}

void add_all() {
  add("memcpy", [](benchmark::State& state) {
    measure(state, [] { std::memcpy(target().data(), gaussian_vector().data(), coordinates * sizeof(float)); });
  });
  add("uniform numbers", [](benchmark::State& state) {
    measure(state, [] {
      Stream seeds(1, Purpose::quantization, 0, 0);
      Lanes(seeds).uniform(target());
    });
  });
  for (const auto& variant : testing::variants) add_codec(variant.label, variant.make());
  for (const auto& entry : compressors().entries()) {
    if (!is_listed(entry.name)) add_codec(entry.name, compressors().read(entry.name, Place("registry")));
  }
}

}  // namespace
}  // namespace lowband

int main(int argc, char** argv) {
  const oneapi::tbb::global_control one_core(oneapi::tbb::global_control::max_allowed_parallelism, 1);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  lowband::add_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
