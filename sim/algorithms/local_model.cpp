// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/local_model.hpp"

#include <algorithm>
#include <stdexcept>

namespace lowband {

Layout exchanged_layout(const Model& model, bool exchanges_buffers, std::size_t averaged_vectors) {
  const Layout layout = model.layout();
  Layout joined = layout;
  if (exchanges_buffers) {
    for (auto& tensor : model.buffers()) {
      tensor.in_full_precision = true;
      joined.push_back(std::move(tensor));
    }
  }
  for (; averaged_vectors > 0; --averaged_vectors) joined.insert(joined.end(), layout.begin(), layout.end());
  return joined;
}

LocalModel::LocalModel(std::size_t parameters, const FloatBuffer& initial, const FloatBuffer& initial_buffers,
                       const TrainingSettings& settings, StateAtSynchronisation rule, bool exchanges_buffers)
    : settings_(settings),
      rule_(rule),
      exchanges_buffers_(exchanges_buffers),
      parameters_(parameters),
      size_(initial.size()),
      exchanged_(initial) {
  FloatBuffer& buffers = exchanges_buffers ? exchanged_ : kept_;
  buffers_ = {buffers.size(), initial_buffers.size()};
  buffers.insert(buffers.end(), initial_buffers.begin(), initial_buffers.end());
  FloatBuffer& states = exchanges_state() ? exchanged_ : kept_;
  state_ = {states.size(), state_vectors() * size_};
  states.resize(state_.end(), 0.0F);
}

Layout LocalModel::exchanged_layout(const Model& model) const {
  return lowband::exchanged_layout(model, exchanges_buffers_, exchanges_state() ? state_vectors() : 0);
}

std::vector<double> LocalModel::backward_flops(const Model& model, const std::vector<double>& backward) const {
  const Layout layout = model.layout();
  std::vector<double> flops(exchanged_layout(model).size(), 0.0);
  const bool is_last = !exchanges_state() || state_vectors() == 0;
  const std::size_t first = is_last ? 0 : flops.size() - layout.size();
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const double share = static_cast<double>(layout[i].size()) / static_cast<double>(parameters_);
    flops[first + i] = backward[i] + share * step_flops();
  }
  return flops;
}

void LocalModel::add_moves_to(FloatBuffer& moved) {
  if (!settings_.optimizer->leaves_direction())
    throw std::logic_error("the steps of this optimiser go along no direction that could be added up");
  moved_ = &moved;
}

void LocalModel::stay_near(const FloatBuffer& anchor, double rho) {
  anchor_ = &anchor;
  rho_ = rho;
}

void LocalModel::step(std::span<float> gradient, std::uint64_t iteration) {
  const auto x = model();
  if (anchor_ != nullptr) {
    const auto rho = static_cast<float>(rho_);
    for (std::size_t k = 0; k < size_; ++k) gradient[k] += rho * (x[k] - (*anchor_)[k]);
  }
  last_rate_ = settings_.learning_rate_of(iteration);
  settings_.optimizer->step(x, gradient, state(), {last_rate_, settings_.weight_decay, ++steps_});
  if (moved_ != nullptr) {
    const auto rate = static_cast<float>(last_rate_);
    for (std::size_t k = 0; k < size_; ++k) (*moved_)[k] -= rate * gradient[k];
  }
}

/// Beside those of the optimiser 2 for each sum of moves, and 3 for each proximal gradient.
double LocalModel::step_flops() const {
  const double more = (moved_ != nullptr ? 2.0 : 0.0) + (anchor_ != nullptr ? 3.0 : 0.0);
  return (settings_.flops_per_parameter() + more) * static_cast<double>(parameters_);
}

void LocalModel::without_look_ahead(std::span<float> point) {
  settings_.optimizer->without_look_ahead(model(), state(), last_rate_, point);
}

double LocalModel::look_ahead_flops() const {
  return settings_.optimizer->look_ahead_flops_per_parameter() * static_cast<double>(parameters_);
}

bool LocalModel::is_reset_by_synchronisation() const {
  return rule_ == StateAtSynchronisation::reset && state_vectors() > 0;
}

void LocalModel::synchronised() {
  if (!is_reset_by_synchronisation()) return;
  const auto zero = state();
  std::fill(zero.begin(), zero.end(), 0.0F);
  steps_ = 0;
}

}  // namespace lowband
