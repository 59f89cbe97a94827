// SPDX-License-Identifier: Apache-2.0
#include "models/layers/plan.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"
#include "models/layers/reorder.hpp"

namespace lowband {

namespace {

/// Buffers begin on cache lines.
constexpr std::size_t floats_per_line = 16;

std::size_t in_lines(std::size_t floats) { return (floats + floats_per_line - 1) / floats_per_line * floats_per_line; }

dnnl::memory::desc plain_desc(const dnnl::memory::dims& extents) {
  return onednn::floats(extents, dnnl::memory::format_tag::nchw);
}

/// A change of layout, as a step of a plan.
class Reordering final : public Operation {
 public:
  Reordering(Plan& plan, Value from, Value to)
      : from_(from),
        to_(plan.data(to)),
        output_(to),
        there_(plan.desc(from), plan.desc(to)),
        back_(plan.desc(to), plan.desc(from)),
        gradient_(plan.gradient_part(from)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(from_), to_}, .backward = {}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override { there_.execute(pass.stream, pass.at(from_), pass.at(to_)); }
  void backward(Pass& pass) const override {
    if (gradient_) back_.execute(pass.stream, pass.gradient_of(output_), pass.at(*gradient_));
  }

 private:
  Value from_;
  Buffer to_;
  Value output_;
  Reorder there_;
  Reorder back_;
  std::optional<Buffer> gradient_;
};

}  // namespace

float* Pass::at(Buffer buffer) const { return scratch + plan.buffers_[buffer.index].offset; }

const float* Pass::at(Value value) const {
  return value.index == plan.input().index ? input : at(plan.values_[value.index].data);
}

const float* Pass::gradient_of(Value value) const { return at(plan.values_[value.index].gradient_parts.front()); }

const float* Pass::second_part_of(Value value) const {
  const auto& parts = plan.values_[value.index].gradient_parts;
  return parts.size() > 1 ? at(parts[1]) : nullptr;
}

Plan::Plan(const Shape& sample, std::size_t samples, Use use) : use_(use), samples_(samples) {
  // The input stands in the caller's memory.
  values_.emplace_back(plain_desc(onednn::extents({samples, sample.channels, sample.height, sample.width})), buffer(0));
}

Shape Plan::shape(Value value) const { return onednn::sample_shape(desc(value)); }

std::size_t Plan::take_parameters(std::size_t count) { return std::exchange(parameters_, parameters_ + count); }

std::size_t Plan::take_running(std::size_t count) { return std::exchange(running_, running_ + count); }

Buffer Plan::buffer(std::size_t floats) {
  buffers_.push_back({.size = in_lines(floats)});
  return {buffers_.size() - 1};
}

Buffer Plan::buffer(const dnnl::memory::desc& desc) {
  return buffer((desc.get_size() + sizeof(float) - 1) / sizeof(float));
}

Value Plan::value(const dnnl::memory::desc& desc) {
  values_.emplace_back(desc, buffer(desc));
  return {values_.size() - 1};
}

Value Plan::value_instead_of(Value replaced) {
  values_.emplace_back(desc(replaced), data(replaced));
  return {values_.size() - 1};
}

bool Plan::is_free(Value value) const {
  if (value.index == input().index) return false;
  const auto has_it = [data = data(value)](const std::vector<Buffer>& buffers) {
    return std::ranges::any_of(buffers, [&](const Buffer& buffer) { return buffer.index == data.index; });
  };
  return std::ranges::none_of(steps_, [&](const Step& step) {
    const Touched touched = step.operation->touched(*this);
    return (step.output.index != value.index && has_it(touched.forward)) || (is_training() && has_it(touched.backward));
  });
}

std::optional<Buffer> Plan::gradient_part(Value value) {
  if (!is_training() || value.index == input().index) return std::nullopt;
  const Buffer part = buffer(desc(value));
  values_[value.index].gradient_parts.push_back(part);
  return part;
}

void Plan::share_gradient_part(Value value, Buffer part) {
  if (!is_training() || value.index == input().index) return;
  ValueInfo& info = values_[value.index];
  info.first_part_is_shared = info.first_part_is_shared || info.gradient_parts.empty();
  info.gradient_parts.push_back(part);
}

void Plan::add(std::unique_ptr<Operation> operation, Value output) { steps_.push_back({std::move(operation), output}); }

Value Plan::reordered(Value from, const dnnl::memory::desc& desc) {
  if (this->desc(from) == desc) return from;
  const Value to = value(desc);
  add(std::make_unique<Reordering>(*this, from, to), to);
  return to;
}

Value Plan::plain(Value value) { return reordered(value, plain_desc(onednn::extents_of(desc(value)))); }

void Plan::touch(Buffer buffer, std::size_t step) {
  BufferInfo& info = buffers_[buffer.index];
  info.first_step = std::min(info.first_step, step);
  info.last_step = std::max(info.last_step, step);
}

void Plan::finish(Value output) {
  output_ = output;
  (void)gradient_part(output);
  const std::size_t turn = steps_.size();  // between the passes, when the output is read and its gradient written
  touch(data(output), turn);
  if (is_training()) touch(output_gradient(), turn);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    const Touched touched = step.operation->touched(*this);
    for (const Buffer buffer : touched.forward) touch(buffer, i);
    if (!is_training()) continue;
    const ValueInfo& made = values_[step.output.index];
    if (made.gradient_parts.size() > 1 && made.first_part_is_shared)
      throw std::logic_error("Plan: a gradient is added up in memory that something else needs");
    const std::size_t backward = 2 * turn - i;
    for (const Buffer buffer : touched.backward) touch(buffer, backward);
    for (const Buffer part : made.gradient_parts) touch(part, backward);
  }
  place_buffers();
}

/// Every buffer goes to the lowest place that is free as long as it is in use; large ones first, as they fit worst.
void Plan::place_buffers() {
  std::vector<std::size_t> order(buffers_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return buffers_[a].size > buffers_[b].size; });
  std::vector<const BufferInfo*> placed;  // by offset
  for (const std::size_t index : order) {
    BufferInfo& buffer = buffers_[index];
    if (buffer.first_step > buffer.last_step) continue;  // never used
    for (const BufferInfo* other : placed) {
      const bool together = other->first_step <= buffer.last_step && buffer.first_step <= other->last_step;
      if (!together) continue;
      if (buffer.offset + buffer.size <= other->offset) break;
      buffer.offset = std::max(buffer.offset, other->offset + other->size);
    }
    scratch_size_ = std::max(scratch_size_, buffer.offset + buffer.size);
    const auto after =
        std::upper_bound(placed.begin(), placed.end(), buffer.offset,
                         [](std::size_t offset, const BufferInfo* other) { return offset < other->offset; });
    placed.insert(after, &buffer);
  }
}

void Plan::forward(Pass& pass) const {
  for (const Step& step : steps_) step.operation->forward(pass);
}

void Plan::backward(Pass& pass) const {
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    add_up_gradient(pass, values_[step->output.index], step->operation->parts_taken());
    step->operation->backward(pass);
  }
}

void Plan::add_up_gradient(const Pass& pass, const ValueInfo& value, std::size_t parts_taken) const {
  const std::size_t size = value.desc.get_size() / sizeof(float);
  for (std::size_t part = parts_taken; part < value.gradient_parts.size(); ++part) {
    float* __restrict sum = pass.at(value.gradient_parts.front());
    const float* __restrict more = pass.at(value.gradient_parts[part]);
    for (std::size_t i = 0; i < size; ++i) sum[i] += more[i];
  }
}

}  // namespace lowband
