// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/problems.hpp"

namespace lowband::test {

OwningProblem quadratic(const std::vector<std::vector<float>>& samples,
                        const std::vector<std::vector<std::uint32_t>>& share, int batch_size) {
  OwningProblem made;
  const std::size_t dimension = samples.front().size();
  FloatBuffer values;
  made.optimum.assign(dimension, 0.0);
  for (const auto& sample : samples) {
    values.insert(values.end(), sample.begin(), sample.end());
    for (std::size_t k = 0; k < dimension; ++k) {
      made.optimum[k] += static_cast<double>(sample[k]) / static_cast<double>(samples.size());
    }
  }
  for (const auto& own : share) made.samples.push_back(own.size());
  const Labels labels = Labels::of_classes(std::vector<Label>(samples.size(), 0), 1);
  made.data.train = Samples::from_floats(values, labels, {dimension});
  made.data.test = Samples::from_floats(values, labels, {dimension});
  made.model = models().read(Json::parse(R"({"name": "quadratic", "condition": 1})"), Place("test"));
  made.model->bind({dimension}, {1});
  made.problem = std::make_unique<Problem>(*made.model, made.data, share, batch_size, 1);
  return made;
}

OwningProblem three_unequal_shares() {
  const std::vector<float> first = {8.0F, -3.0F};
  const std::vector<float> second = {4.0F, 1.0F};
  const std::vector<float> third = {-2.0F, 6.0F};
  return quadratic({first, second, second, third, third, third, third, third}, {{0}, {1, 2}, {3, 4, 5, 6, 7}}, 2);
}

OwningProblem noisy_quadratic(int workers, std::size_t dimension, std::size_t samples_per_worker, int batch_size) {
  std::vector<std::vector<float>> samples;
  std::vector<std::vector<std::uint32_t>> share(static_cast<std::size_t>(workers));
  for (std::uint32_t worker = 0; worker < static_cast<std::uint32_t>(workers); ++worker) {
    Stream random(5, Purpose::data, worker, 0);
    std::vector<float> centre(dimension);
    for (float& value : centre) value = 2.0F * random.normal();
    for (std::size_t i = 0; i < samples_per_worker; ++i) {
      share[worker].push_back(static_cast<std::uint32_t>(samples.size()));
      auto& sample = samples.emplace_back(centre);
      for (float& value : sample) value += random.normal();
    }
  }
  return quadratic(samples, share, batch_size);
}

}  // namespace lowband::test
