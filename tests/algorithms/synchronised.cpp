#include "tests/algorithms/synchronised.hpp"

namespace lowband::test {

Named<Algorithm> algorithm(const std::string& json, int workers) {
  const Place place("test");
  auto named = read_named(algorithms(), Json::parse(json), place);
  named->prepare(workers, place);
  return named;
}

void settle(Algorithm& algorithm, const Layout& layout) {
  SettledNumbers known;
  algorithm.settle(layout, known, Place("test"));
}

std::unique_ptr<Collective> collective(const std::string& name, int workers) {
  const Place place("test");
  auto made = collectives().read(name, place);
  made->prepare(workers, place);
  return made;
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

Synchronised synchronised(const std::string& json, const PlatformSettings& platform, const Vector& initial, int rounds,
                          const Progress& progress, const SimulatedOptions& options, const Layout& layout) {
  const auto named = algorithm(json, platform.workers);
  const Layout tensors = layout.empty() ? Layout{{"x", {initial.size()}}} : layout;
  if (named->needs_platform()) named->meet(inspect_platform(platform, named->pairs()), tensors, Place("test"));
  settle(*named, tensors);
  const auto found = simulated(
      platform,
      [&](Worker& worker, Json& models) {
        FloatBuffer model(initial.begin(), initial.end());
        const auto synchroniser = named->synchroniser(worker.rank(), model, tensors);
        models = Json::array();
        for (int round = 0; round < rounds; ++round) {
          worker.compute(1e5, [&] { progress(worker.rank(), round, model); });
          synchroniser->synchronise(worker, model);
          models.push_back(Vector(model.begin(), model.end()));
        }
      },
      [](const Simulation& simulation) {
        Json all;
        all["now"] = simulation.now();
        for (const auto& worker : simulation.traffic().workers) {
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
