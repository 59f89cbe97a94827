// SPDX-License-Identifier: Apache-2.0
// How fast a worker's mathematics is on one core. The batches are gathered from different places each time, as SGD
// does.

#include <benchmark/benchmark.h>

#include <array>
#include <experimental/simd>
#include <numeric>
#include <string>
#include <vector>

#include "models/data/dataset.hpp"
#include "models/model.hpp"

namespace lowband {
namespace {

/// A model and what one worker needs to use it.
struct Setup {
  explicit Setup(const char* model_json, const char* dataset_json = R"("synthetic-images")")
      : model(models().read(Json::parse(model_json), Place("benchmark"))) {
    const auto dataset = datasets().read(Json::parse(dataset_json), Place("benchmark"));
    data = dataset->load({});
    model->bind(data.train.shape(), data.train.labels().shape());
    parameters.resize(model->parameter_count());
    gradient.resize(parameters.size());
    model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
  }

  Batch gather(std::size_t samples) {
    features.resize(samples * data.train.features());
    labels.resize(samples);
    which.resize(samples);
    for (std::uint32_t& index : which) index = random.below(static_cast<std::uint32_t>(data.train.size()));
    if (data.augmentation.varies()) {
      placements.resize(samples);
      data.augmentation.draw(random, placements);
    }
    data.train.gather(which, features, placements);
    data.train.labels().gather(which, labels, {});
    return {features, labels};
  }

  std::unique_ptr<Model> model;
  Data data;
  FloatBuffer parameters;
  FloatBuffer gradient;
  Workspace workspace;
  Stream random{1, Purpose::batches, 0, 0};
  FloatBuffer features;
  std::vector<Label> labels;
  std::vector<std::uint32_t> which;
  std::vector<Placement> placements;
};

constexpr const char* softmax = R"("softmax-regression")";
constexpr const char* mlp = R"("mlp")";

void count_flops(benchmark::State& state, double flops_per_iteration) {
  state.counters["flops"] = benchmark::Counter(flops_per_iteration * static_cast<double>(state.iterations()),
                                               benchmark::Counter::kIsRate, benchmark::Counter::kIs1000);
}

void gather(benchmark::State& state, const char* dataset_json) {
  Setup setup(softmax, dataset_json);
  const auto samples = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(setup.gather(samples).features.data());
}
BENCHMARK_CAPTURE(gather, as_they_are, R"({"name": "synthetic-images", "side": 32})")->Arg(32)->Arg(256);
BENCHMARK_CAPTURE(gather, augmented, R"({"name": "synthetic-images", "side": 32, "augmentation": "crop-flip"})")
    ->Arg(32)
    ->Arg(256);

/// The most that the core does: multiply-adds on numbers in registers, as many chains of them as hide their latency.
void multiply_adds(benchmark::State& state) {
  using Vector = std::experimental::native_simd<float>;
  constexpr std::size_t rounds = 1000;
  std::array<Vector, 12> sums{};
  Vector factor = 0.999F;
  Vector term = 0.001F;
  benchmark::DoNotOptimize(factor);
  benchmark::DoNotOptimize(term);
  for (auto _ : state) {
    for (std::size_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
      for (Vector& sum : sums) sum = sum * factor + term;
    }
    benchmark::DoNotOptimize(sums);
  }
  count_flops(state, 2.0 * static_cast<double>(rounds * sums.size() * Vector::size()));
}
BENCHMARK(multiply_adds);

/// One step's work: gather the batch and compute its gradient.
void gradient(benchmark::State& state, const char* model_json, const char* dataset_json = R"("synthetic-images")") {
  Setup setup(model_json, dataset_json);
  const auto samples = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const Batch batch = setup.gather(samples);
    benchmark::DoNotOptimize(setup.model->gradient(setup.parameters, batch, {}, setup.gradient, setup.workspace));
  }
  count_flops(state, setup.model->gradient_flops(samples));
}
BENCHMARK_CAPTURE(gradient, softmax_784_10, softmax)->Arg(32)->Arg(128);
BENCHMARK_CAPTURE(gradient, mlp_784_128_10, mlp)->Arg(32)->Arg(128);
BENCHMARK_CAPTURE(gradient, resnet20, R"("resnet20")", R"({"name": "synthetic-images", "side": 32, "channels": 3})")
    ->Arg(32);

void evaluate(benchmark::State& state, const char* model_json) {
  Setup setup(model_json);
  const Batch batch = setup.gather(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(setup.model->evaluate(setup.parameters, {}, batch, setup.workspace));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(evaluate, softmax_784_10, softmax)->Arg(256);
BENCHMARK_CAPTURE(evaluate, mlp_784_128_10, mlp)->Arg(256);

}  // namespace
}  // namespace lowband
