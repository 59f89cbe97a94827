#include "sim/algorithms/local_model.hpp"

#include <algorithm>

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

void LocalModel::step(std::span<float> gradient, std::uint64_t iteration) {
  settings_.optimizer->step(model(), gradient, state(),
                            {settings_.learning_rate_of(iteration), settings_.weight_decay, ++steps_});
}

double LocalModel::step_flops() const {
  return settings_.optimizer->flops_per_parameter(settings_.weight_decay != 0.0) * static_cast<double>(parameters_);
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
