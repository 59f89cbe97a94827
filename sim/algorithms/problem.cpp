#include "sim/algorithms/problem.hpp"

#include <utility>

namespace lowband {

Batch ProblemScratch::gather(const Samples& samples, std::span<const std::uint32_t> samples_to_take) {
  const std::size_t size = samples_to_take.size() * samples.features();
  if (features.size() < size) features.resize(size);
  if (labels.size() < samples_to_take.size()) labels.resize(samples_to_take.size());
  const std::span<float> into(features.data(), size);
  const std::span<std::uint8_t> classes(labels.data(), samples_to_take.size());
  samples.gather(samples_to_take, into, classes);
  return {into, classes};
}

ProblemScratch& ProblemScratch::of_this_thread() {
  thread_local ProblemScratch scratch;
  return scratch;
}

Problem::Problem(const Model& model, const Data& data, std::vector<std::vector<std::uint32_t>> share, int batch_size,
                 std::uint64_t seed)
    : model_(model), data_(data), share_(std::move(share)), batch_size_(batch_size), initial_(model.parameter_count()) {
  for (const auto& tensor : model_.buffers()) initial_buffers_.resize(initial_buffers_.size() + tensor.size());
  model_.initialise_buffers(initial_buffers_);
  model_.initialise(initial_, Stream(seed, Purpose::initial_model, 0, 0));
}

double Problem::gradient(int rank, Stream random, std::span<const float> parameters, const TrainingMode& mode,
                         std::span<float> gradient) const {
  auto& scratch = ProblemScratch::of_this_thread();
  const auto& share = share_[static_cast<std::size_t>(rank)];
  scratch.which.resize(static_cast<std::size_t>(batch_size_));
  for (auto& sample : scratch.which) sample = share[random.below(static_cast<std::uint32_t>(share.size()))];
  return model_.gradient(parameters, scratch.gather(data_.train, scratch.which), mode, gradient, scratch.workspace);
}

double Problem::epochs(std::uint64_t iterations) const {
  const double samples =
      static_cast<double>(iterations) * static_cast<double>(batch_size_) * static_cast<double>(share_.size());
  return samples / static_cast<double>(data_.train.size());
}

}  // namespace lowband
