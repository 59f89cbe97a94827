// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/problem.hpp"

#include <limits>
#include <utility>

namespace lowband {

namespace {

/// The first `size` elements of a buffer that grows when it has fewer.
template <class Buffer>
auto first_of(Buffer& buffer, std::size_t size) {
  if (buffer.size() < size) buffer.resize(size);
  return std::span(buffer).first(size);
}

/// The numbers of a gradient's stream before this one are for the indices of a batch: other uses change no batch.
constexpr std::uint64_t augmentation_begins = std::uint64_t{1} << 32U;

}  // namespace

Batch ProblemScratch::gather(const Model& model, const Samples& samples, std::span<const std::uint32_t> samples_to_take,
                             std::span<const Placement> placed) {
  const std::size_t size = samples_to_take.size();
  const LabelShape& told = samples.labels().shape();
  const bool are_classes = samples.labels().are_classes();
  const auto classes = first_of(labels, are_classes ? size * told.per_sample : 0);
  const auto numbers = first_of(values, are_classes ? 0 : size * told.per_sample);
  samples.labels().gather(samples_to_take, classes, numbers);
  Batch batch{.features = {}, .labels = classes, .values = numbers, .labels_per_sample = told.per_sample};
  if (samples.is_sparse() && model.takes_sparse()) {
    const auto sparse = first_of(rows, size);
    samples.gather_sparse(samples_to_take, sparse);
    batch.rows = sparse;
    return batch;
  }
  const auto into = first_of(features, size * samples.features());
  samples.gather(samples_to_take, into, placed);
  batch.features = into;
  return batch;
}

ProblemScratch& ProblemScratch::of_this_thread() {
  thread_local ProblemScratch scratch;
  return scratch;
}

Problem::Problem(const Model& model, const Data& data, std::vector<std::vector<std::uint32_t>> share, int batch_size,
                 std::uint64_t seed)
    : model_(model),
      data_(data),
      share_(std::move(share)),
      batch_size_(batch_size),
      parameters_(model.parameter_count()) {
  if (!model_.is_trained()) return;
  initial_.resize(parameters_);
  initial_buffers_.resize(size_of(model.buffers()));
  model_.initialise_buffers(initial_buffers_);
  model_.initialise(initial_, Stream(seed, Purpose::initial_model, 0, 0));
}

double Problem::gradient(int rank, Stream random, std::span<const float> parameters, const TrainingMode& mode,
                         std::span<float> gradient) const {
  auto& scratch = ProblemScratch::of_this_thread();
  const auto& share = share_[static_cast<std::size_t>(rank)];
  scratch.placements.clear();
  if (data_.augmentation.varies()) {
    Stream variation = random;
    variation.discard(augmentation_begins);
    scratch.placements.resize(static_cast<std::size_t>(batch_size_));
    data_.augmentation.draw(variation, scratch.placements);
  }
  scratch.which.resize(static_cast<std::size_t>(batch_size_));
  for (auto& sample : scratch.which) sample = share[random.below(static_cast<std::uint32_t>(share.size()))];
  const Batch batch = scratch.gather(model_, data_.train, scratch.which, scratch.placements);
  return model_.gradient(parameters, batch, mode, gradient, scratch.workspace);
}

double Problem::epochs(std::uint64_t iterations) const {
  if (data_.train.size() == 0) return std::numeric_limits<double>::quiet_NaN();
  const double samples =
      static_cast<double>(iterations) * static_cast<double>(batch_size_) * static_cast<double>(share_.size());
  return samples / static_cast<double>(data_.train.size());
}

}  // namespace lowband
