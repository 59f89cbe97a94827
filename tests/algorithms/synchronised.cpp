// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/synchronised.hpp"

#include "sim/engine/whereabouts_of.hpp"

namespace lowband::test {

namespace {

Prepared prepared(const std::string& json, const Setting& setting, const Registry<Algorithm>& registry = algorithms()) {
  const Place place("test");
  Prepared result{read_named(registry, Json::parse(json), place), nullptr};
  result.method = result.algorithm->prepared(setting, place);
  return result;
}

}  // namespace

std::vector<std::string> Prepared::warnings(const Layout& exchanged) const {
  constexpr std::uint64_t iterations = 1'000'000;
  auto lines = algorithm->warnings(exchanged, iterations);
  for (auto& line : method->warnings(exchanged, iterations)) lines.push_back(std::move(line));
  return lines;
}

Prepared prepared(const std::string& json, int workers) { return prepared(json, Setting{.workers = workers}); }

Prepared prepared(const std::string& json, const PlatformSettings& platform, const Layout& exchanged,
                  const Registry<Algorithm>& registry, const std::vector<std::uint64_t>& samples) {
  SettledNumbers known;
  Setting setting{.workers = platform.workers, .exchanged = exchanged, .known = &known, .samples = samples};
  Prepared first = prepared(json, Setting{.workers = platform.workers}, registry);
  if (!first.algorithm->needs_whereabouts()) return prepared(json, setting, registry);
  const Whereabouts whereabouts = whereabouts_of(inspect_platform(platform, first->pairs()));
  setting.whereabouts = &whereabouts;
  return prepared(json, setting, registry);
}

Prepared settled(const std::string& json, int workers, const Layout& exchanged) {
  SettledNumbers known;
  return prepared(json, Setting{.workers = workers, .exchanged = exchanged, .known = &known});
}

std::unique_ptr<const Collective> collective(const std::string& json, int workers) {
  const Place place("test");
  return collectives().read(Json::parse(json), place)->prepared({.workers = workers}, place);
}

Vector noise(std::size_t size, int rank, int round) {
  Stream random(99, Purpose::data, static_cast<std::uint32_t>(rank), static_cast<std::uint32_t>(round));
  Vector vector(size);
  for (float& value : vector) value = random.normal();
  return vector;
}

void random_progress(int rank, int round, FloatBuffer& model) {
  const Vector step = noise(model.size(), rank, round);
  for (std::size_t k = 0; k < model.size(); ++k) model[k] += step[k];
}

std::vector<Vector> take_rounds(Worker& worker, const Prepared& prepared, const Vector& initial, int rounds,
                                const Layout& tensors, const Progress& progress) {
  FloatBuffer model(initial.begin(), initial.end());
  const auto synchroniser = prepared.periodic().synchroniser(worker.rank(), model, tensors);
  std::vector<Vector> models;
  for (int round = 0; round < rounds; ++round) {
    worker.compute(1e5, [&] { progress(worker.rank(), round, model); });
    synchroniser->synchronise(worker, model);
    models.emplace_back(model.begin(), model.end());
  }
  return models;
}

Synchronised synchronised(const std::string& json, const PlatformSettings& platform, const Vector& initial, int rounds,
                          const Progress& progress, const SimulatedOptions& options, const Layout& layout,
                          const std::vector<std::uint64_t>& samples) {
  const Layout tensors = layout.empty() ? Layout{{"x", {initial.size()}}} : layout;
  const Prepared ready = prepared(json, platform, tensors, algorithms(), samples);
  const auto found = simulated(
      platform,
      [&](Worker& worker, Json& models) { models = take_rounds(worker, ready, initial, rounds, tensors, progress); },
      [](const Simulation& simulation) {
        Json all;
        all["now"] = simulation.now();
        for (const auto& worker : simulation.traffic().nodes) {
          all["traffic"].push_back({worker.bytes_sent, worker.bytes_received, worker.messages_sent});
        }
        return all;
      },
      options);
  Synchronised result;
  for (const auto& models : found.workers) result.models.push_back(models.get<std::vector<Vector>>());
  result.traffic = found.all["traffic"];
  result.now = found.all["now"].get<double>();
  return result;
}

std::vector<double> mean(const std::vector<Vector>& vectors) {
  std::vector<double> sum(vectors.front().size(), 0.0);
  for (const auto& vector : vectors) {
    for (std::size_t k = 0; k < sum.size(); ++k)
      sum[k] += static_cast<double>(vector[k]) / static_cast<double>(vectors.size());
  }
  return sum;
}

}  // namespace lowband::test
