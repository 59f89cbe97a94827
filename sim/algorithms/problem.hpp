// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/data/dataset.hpp"
#include "models/model.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// What has been learned of a model: its parameters, and its buffers.
struct LearnedModel {
  FloatBuffer parameters;
  FloatBuffer buffers;
};

/// What is learned in one run: a model on data that are split over the workers. f_i is the mean loss over worker i's
/// share. Holds references to model and data, which several runs share.
class Problem {
 public:
  /// `share` holds the training samples of each worker; `seed` decides the initial model.
  Problem(const Model& model, const Data& data, std::vector<std::vector<std::uint32_t>> share, int batch_size,
          std::uint64_t seed);

  [[nodiscard]] std::size_t parameter_count() const noexcept { return parameters_; }
  /// Empty, as the buffers, for a model that is not trained.
  [[nodiscard]] const FloatBuffer& initial() const noexcept { return initial_; }
  [[nodiscard]] const FloatBuffer& initial_buffers() const noexcept { return initial_buffers_; }
  [[nodiscard]] const Model& model() const noexcept { return model_; }
  [[nodiscard]] const Data& data() const noexcept { return data_; }

  /// A stochastic gradient of f_rank at `parameters`: `batch_size` samples drawn uniformly with replacement from the
  /// worker's share by the first numbers of `random`, and varied as the data's augmentation says by later ones. Returns
  /// the batch's mean loss. Runs inside Worker::compute.
  double gradient(int rank, Stream random, std::span<const float> parameters, const TrainingMode& mode,
                  std::span<float> gradient) const;
  /// Those of its operations that make the gradients of the tensors, from the last one to the first.
  [[nodiscard]] std::vector<double> backward_flops() const {
    return model_.backward_flops(static_cast<std::size_t>(batch_size_));
  }
  [[nodiscard]] double gradient_flops() const { return model_.gradient_flops(static_cast<std::size_t>(batch_size_)); }

  /// Passes through the training data that `iterations` steps of all workers amount to; NaN where there are none.
  [[nodiscard]] double epochs(std::uint64_t iterations) const;

 private:
  const Model& model_;
  const Data& data_;
  std::vector<std::vector<std::uint32_t>> share_;
  int batch_size_;
  std::size_t parameters_;
  FloatBuffer initial_;
  FloatBuffer initial_buffers_;
};

/// Scratch memory of the calling thread for batches and models.
struct ProblemScratch {
  std::vector<std::uint32_t> which;
  std::vector<Placement> placements;
  FloatBuffer features;
  std::vector<SparseRow> rows;
  std::vector<Label> labels;
  FloatBuffer values;
  FloatBuffer gradient;
  Workspace workspace;

  /// Gathers these samples, as `model` takes them, and returns them as a batch, valid until the next call; images as
  /// `placed`, where that is not empty.
  Batch gather(const Model& model, const Samples& samples, std::span<const std::uint32_t> samples_to_take,
               std::span<const Placement> placed = {});

  [[nodiscard]] static ProblemScratch& of_this_thread();
};

}  // namespace lowband
