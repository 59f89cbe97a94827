#include "sim/algorithms/parameter_server/server_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/algorithms/periodic/code_outline.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

ServerModel::ServerModel(Setting setting)
    : setting_(std::move(setting)), size_(setting_.shard.size), model_(std::make_shared<const FloatBuffer>()) {
  if (setting_.down) setting_.down->restrict_memory(setting_.shard);
}

void ServerModel::receive_initial(Worker& worker, Reporter& reporter) {
  const Message parameters = worker.receive(0, tags::initial);
  const Message buffers = setting_.has_buffers ? worker.receive(0, tags::initial) : Message();
  parameters_ = {0, parameters.coordinates()};
  buffers_ = {parameters_.end(), buffers.coordinates()};
  if (buffers_.end() != size_)
    throw std::logic_error("a server was made ready for another model than its clients have");
  worker.compute_messages(
      0.0,
      [&] {
        const auto model = models_.take();
        model->assign(parameters.floats().begin(), parameters.floats().end());
        if (setting_.has_buffers) model->insert(model->end(), buffers.floats().begin(), buffers.floats().end());
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
        step_flops(), [&] { move(worker, divisor); },
        [&] {
          message_ = setting_.down ? code_outline(*setting_.down, setting_.shard)
                                   : Message::without_content(size_ * sizeof(float), size_);
        });
  } catch (const Diverged& error) {
    throw Diverged(fmt::format("the server at step {} of its own: {}", steps_ + 1, error.what()));
  }
  taken_.clear();
  ++steps_;
  tell(worker, reporter, iteration);
}

/// 2 for each that is added with its weight, 1 for the mean, 1 for the step, or what the outer optimiser takes beside
/// it; and a code.
double ServerModel::step_flops() const {
  const auto size = static_cast<double>(size_);
  const double outer = setting_.outer.flops_per_parameter() * static_cast<double>(parameters_.size);
  double flops = (2.0 * static_cast<double>(taken_.size()) + 2.0) * size + outer;
  if (const auto& down = setting_.down) {
    flops +=
        down->encode_flops(setting_.shard.first, size_) + down->decode_flops(setting_.shard.first, size_) + 2.0 * size;
  }
  return flops;
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
