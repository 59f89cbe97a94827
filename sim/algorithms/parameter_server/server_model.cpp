// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/server_model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/algorithms/parameter_server/first_client.hpp"
#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/base/error.hpp"

namespace lowband {

ServerModel::ServerModel(Setting setting)
    : setting_(std::move(setting)), size_(setting_.shard.size), model_(std::make_shared<const FloatBuffer>()) {
  if (setting_.down) setting_.down->restrict_memory(setting_.shard);
}

void ServerModel::receive_initial(Worker& worker, Reporter& reporter) {
  const InitialShard initial(worker, setting_.has_buffers, size_);
  parameters_ = {0, initial.parameters()};
  worker.compute_messages(
      0.0,
      [&] {
        const auto model = models_.take();
        initial.read(*model);
        model_ = model;
        message_ = Message(model_, 0, size_);
      },
      [&] { message_ = Message::without_content(size_ * sizeof(float), size_); });
  tell(worker, reporter, 0);
}

void ServerModel::take(Worker& worker, int client, const Message& change, float weight) {
  Taken& taken = taken_.emplace_back(Taken{client, weight});
  worker.compute(setting_.up.decode_flops(setting_.shard.first, size_), [&] {
    taken.change = changes_.take();
    taken.change->resize(size_);
    setting_.up.decode(change.content(), setting_.shard.first, *taken.change);
  });
}

void ServerModel::take_model(Worker& worker, int client, const Message& change, const FloatBuffer& start,
                             float weight) {
  take(worker, client, change, weight);
  worker.compute(2.0 * static_cast<double>(size_), [&] {
    float* __restrict moved = taken_.back().change->data();
    const float* y = start.data();
    const float* x = model_->data();  // the same vector where nothing is stale
    for (std::size_t k = 0; k < size_; ++k) moved[k] += y[k] - x[k];
  });
}

void ServerModel::step(Worker& worker, Reporter& reporter, float divisor, std::uint64_t iteration) {
  std::stable_sort(taken_.begin(), taken_.end(), [](const Taken& a, const Taken& b) { return a.client < b.client; });
  try {
    worker.compute_messages(
        step_flops(taken_.size(), parameters_.size), [&] { move(worker, divisor); }, [&] { message_ = outline(); });
  } catch (const Diverged& error) {
    throw Diverged(fmt::format("the server at step {} of its own: {}", steps_ + 1, error.what()));
  }
  taken_.clear();
  ++steps_;
  tell(worker, reporter, iteration);
}

/// 2 for each that is added with its weight, 1 for the mean, 1 for the step, or what the outer optimiser takes beside
/// it; and a code.
double ServerModel::step_flops(std::size_t changes, std::size_t parameters) const {
  const auto size = static_cast<double>(size_);
  const double outer = setting_.outer.flops_per_parameter() * static_cast<double>(parameters);
  double flops = (2.0 * static_cast<double>(changes) + 2.0) * size + outer;
  if (const auto& down = setting_.down) {
    flops +=
        down->encode_flops(setting_.shard.first, size_) + down->decode_flops(setting_.shard.first, size_) + 2.0 * size;
  }
  return flops;
}

double ServerModel::flops(std::size_t changes) const {
  return static_cast<double>(changes) * setting_.up.decode_flops(setting_.shard.first, size_) +
         step_flops(changes, size_);
}

Message ServerModel::outline() const {
  return setting_.down ? code_outline(*setting_.down, setting_.shard)
                       : Message::without_content(size_ * sizeof(float), size_);
}

void ServerModel::move(Worker& worker, float divisor) {
  add_up(1.0F / divisor);
  const auto next = models_.take();
  next->resize(size_);
  const float* __restrict before = model_->data();
  for (std::size_t k = 0; k < size_; ++k) (*next)[k] = before[k] + sum_[k];
  if (!setting_.outer.takes_average()) take_outer_step(*next);
  if (setting_.down) {
    encode_step(worker, *next);
  } else {
    message_ = Message(next, 0, size_);
  }
  model_ = next;
}

void ServerModel::add_up(float share) {
  sum_.assign(size_, 0.0F);
  float* __restrict sum = sum_.data();
  for (const Taken& taken : taken_) {
    const float* __restrict change = taken.change->data();
    for (std::size_t k = 0; k < size_; ++k) sum[k] += taken.weight * change[k];
  }
  for (float& value : sum_) value *= share;
}

void ServerModel::take_outer_step(FloatBuffer& next) {
  state_.resize(setting_.outer.state_vectors() * parameters_.size, 0.0F);
  const auto gradient = parameters_.of(std::span<float>(sum_));
  for (float& value : gradient) value = -value;
  const auto model = parameters_.of(std::span<float>(next));
  std::copy_n(model_->begin(), model.size(), model.begin());
  setting_.outer.step(model, gradient, state_, {.number = steps_ + 1});
}

void ServerModel::encode_step(Worker& worker, FloatBuffer& next) {
  ModelCodec& codec = *setting_.down;
  const FloatBuffer& before = *model_;
  for (std::size_t k = 0; k < size_; ++k) next[k] -= before[k];
  const auto code = codes_.take();
  Stream random = worker.random(Purpose::quantization, steps_);
  codec.encode(next, setting_.shard.first, random, *code);
  const auto decoded = models_.take();
  decoded->resize(size_);
  codec.decode(*code, setting_.shard.first, *decoded);
  for (std::size_t k = 0; k < size_; ++k) next[k] = before[k] + (*decoded)[k];
  message_ = Message(code, size_, decoded);
}

void ServerModel::tell(Worker& worker, Reporter& reporter, std::uint64_t iteration) const {
  reporter.serves(worker, setting_.shard.first, *model_, iteration);
}

}  // namespace lowband
