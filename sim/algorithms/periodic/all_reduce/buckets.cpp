// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/buckets.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/world/forwarding_worker.hpp"

namespace lowband {

namespace {

/// A worker in the exchange of one bucket: it draws other random numbers than in that of the next.
class BucketWorker final : public ForwardingWorker {
 public:
  BucketWorker(Worker& worker, std::size_t bucket, std::size_t buckets)
      : ForwardingWorker(worker),
        bucket_(static_cast<std::uint32_t>(bucket)),
        buckets_(static_cast<std::uint32_t>(buckets)) {}

  [[nodiscard]] Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return ForwardingWorker::random_of(rank, purpose, step * buckets_ + bucket_, lane);
  }

 private:
  std::uint32_t bucket_;
  std::uint32_t buckets_;
};

}  // namespace

Buckets::Buckets(std::uint64_t bytes, const FloatBuffer& initial, const Layout& layout, const Make& make) {
  std::size_t end = size_of(layout);
  for (std::size_t tensor = layout.size(); tensor-- > 0;) {
    const std::size_t size = layout[tensor].size();
    const bool fits = !buckets_.empty() && (buckets_.back().coordinates.size + size) * sizeof(float) <= bytes;
    if (!fits) buckets_.push_back({{end, 0}, tensor + 1, 0, nullptr, {}});
    Bucket& bucket = buckets_.back();
    end -= size;
    bucket.coordinates = {end, bucket.coordinates.size + size};
    bucket.first_tensor = tensor;
    ++bucket.tensors;
  }
  for (auto& bucket : buckets_) {
    const auto first = layout.begin() + static_cast<std::ptrdiff_t>(bucket.first_tensor);
    if (!initial.empty()) {
      const auto part = bucket.coordinates.of(std::span<const float>(initial));
      bucket.part.assign(part.begin(), part.end());
    }
    bucket.exchange = make(bucket.part, Layout(first, first + static_cast<std::ptrdiff_t>(bucket.tensors)));
  }
}

void Buckets::synchronise(Worker& worker, std::size_t index, FloatBuffer& model) {
  Bucket& bucket = buckets_[index];
  const auto coordinates = [&] { return bucket.coordinates.of(std::span<float>(model)); };
  worker.compute(0.0, [&] { bucket.part.assign(coordinates().begin(), coordinates().end()); });
  BucketWorker in_bucket(worker, index, buckets_.size());
  bucket.exchange->synchronise(in_bucket, bucket.part);
  worker.compute(0.0, [&] { std::copy(bucket.part.begin(), bucket.part.end(), coordinates().begin()); });
}

void Buckets::synchronise(Worker& worker, FloatBuffer& model) {
  for (std::size_t index = 0; index < buckets_.size(); ++index) synchronise(worker, index, model);
}

void Buckets::synchronise_during(Worker& worker, FloatBuffer& model, const LocalStep& step) {
  const auto sum = [](std::span<const double> terms) { return std::accumulate(terms.begin(), terms.end(), 0.0); };
  double forward = step.flops - sum(step.backward_flops);
  std::vector<double> flops;
  for (const auto& bucket : buckets_) {
    const auto own = step.backward_flops.subspan(bucket.first_tensor, bucket.tensors);
    flops.push_back(std::exchange(forward, 0.0) + sum(own));
  }
  // The optimiser changes all of the model after the last gradient: no part is there before the whole step is.
  const auto work = [&step](PartIsReady /*none*/) { step.work(); };
  worker.compute_in_parts(flops, work, [&](std::size_t index) { synchronise(worker, index, model); });
}

void Buckets::restarted_from(std::span<const float> model) {
  for (const auto& bucket : buckets_) bucket.exchange->restarted_from(bucket.coordinates.of(model));
}

std::vector<Exchange> Buckets::exchanges() const {
  std::vector<Exchange> all;
  for (const auto& bucket : buckets_) {
    for (auto& exchange : bucket.exchange->exchanges()) all.push_back(std::move(exchange));
  }
  return all;
}

}  // namespace lowband
