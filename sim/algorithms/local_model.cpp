#include "sim/algorithms/local_model.hpp"

#include <algorithm>

namespace lowband {

LocalModel::LocalModel(const FloatBuffer& initial, const TrainingSettings& settings, StateAtSynchronisation rule)
    : settings_(settings), rule_(rule), size_(initial.size()), exchanged_(initial) {
  const std::size_t state_size = settings.optimizer->state_vectors() * size_;
  FloatBuffer& holder = rule == StateAtSynchronisation::averaged ? exchanged_ : kept_;
  holder.resize(holder.size() + state_size, 0.0F);
}

Layout LocalModel::exchanged_layout(const Layout& layout) const {
  Layout joined;
  for (std::size_t copies = exchanged_.size() / size_; copies > 0; --copies) {
    joined.insert(joined.end(), layout.begin(), layout.end());
  }
  return joined;
}

void LocalModel::step(std::span<float> gradient, std::uint64_t iteration) {
  const std::span<float> state =
      rule_ == StateAtSynchronisation::averaged ? std::span<float>(exchanged_).subspan(size_) : std::span<float>(kept_);
  settings_.optimizer->step(model(), gradient, state,
                            {settings_.learning_rate_of(iteration), settings_.weight_decay, ++steps_});
}

double LocalModel::step_flops() const {
  return settings_.optimizer->flops_per_parameter(settings_.weight_decay != 0.0) * static_cast<double>(size_);
}

bool LocalModel::is_reset_by_synchronisation() const noexcept {
  return rule_ == StateAtSynchronisation::reset && !kept_.empty();
}

void LocalModel::synchronised() {
  if (!is_reset_by_synchronisation()) return;
  std::fill(kept_.begin(), kept_.end(), 0.0F);
  steps_ = 0;
}

}  // namespace lowband
