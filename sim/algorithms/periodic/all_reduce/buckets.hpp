// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/periodic/all_reduce/average.hpp"
#include "sim/base/coordinate_range.hpp"

namespace lowband {

/// An exchange cut into buckets of consecutive tensors, each exchanged by itself, the last one first, because that is
/// how a backward pass makes gradients (Horovod's tensor fusion: Sergeev & Del Balso, arXiv:1802.05799; the buckets of
/// PyTorch's DistributedDataParallel). During a local step, a bucket is exchanged as soon as its part of the backward
/// pass is over, while the rest of it goes on.
class Buckets final : public Average {
 public:
  /// The side of one bucket, all workers starting from `initial`.
  using Make = std::function<std::unique_ptr<Average>(const FloatBuffer& initial, const Layout& layout)>;

  /// A bucket has as many tensors of `layout` as fit into `bytes` bytes in full precision, at least one.
  Buckets(std::uint64_t bytes, const FloatBuffer& initial, const Layout& layout, const Make& make);

  /// One bucket after the other.
  void synchronise(Worker& worker, FloatBuffer& model) override;
  void synchronise_during(Worker& worker, FloatBuffer& model, const LocalStep& step) override;
  void restarted_from(std::span<const float> model) override;
  [[nodiscard]] std::vector<Exchange> exchanges() const override;

 private:
  struct Bucket {
    CoordinateRange coordinates;
    std::size_t first_tensor = 0;
    std::size_t tensors = 0;
    std::unique_ptr<Average> exchange;
    FloatBuffer part;
  };

  void synchronise(Worker& worker, std::size_t bucket, FloatBuffer& model);

  std::vector<Bucket> buckets_;  ///< from the last tensors to the first
};

}  // namespace lowband
