#pragma once

#include "models/model.hpp"
#include "sim/algorithms/training_settings.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// What becomes of an optimiser's state at a synchronisation.
enum class StateAtSynchronisation : std::uint8_t {
  kept,      ///< it stays with the worker, as it is
  averaged,  ///< it is exchanged as the model is (PR-SGD with momentum: Yu, Jin & Yang, ICML 2019, arXiv:1905.03817)
  reset,     ///< zero again
};

/// The model x of one worker and the state u of its optimiser. Averaged states make with the model one vector [x; u]
/// that is exchanged as a whole, so codecs and collectives need not know of them; all others stay aside.
class LocalModel {
 public:
  LocalModel(const FloatBuffer& initial, const TrainingSettings& settings, StateAtSynchronisation rule);

  [[nodiscard]] std::span<float> model() { return std::span<float>(exchanged_).first(size_); }
  /// What a Synchroniser exchanges: the model, and an averaged state after it.
  [[nodiscard]] FloatBuffer& exchanged() noexcept { return exchanged_; }
  /// The tensors of exchanged(), where `layout` has those of the model.
  [[nodiscard]] Layout exchanged_layout(const Layout& layout) const;

  /// The local step that makes `iteration`, with a gradient that is used up. Runs inside Worker::compute.
  void step(std::span<float> gradient, std::uint64_t iteration);
  [[nodiscard]] double step_flops() const;

  /// To be called after a synchronisation. Runs inside Worker::compute.
  void synchronised();
  [[nodiscard]] bool is_reset_by_synchronisation() const noexcept;

 private:
  const TrainingSettings& settings_;
  StateAtSynchronisation rule_;
  std::size_t size_;
  FloatBuffer exchanged_;
  FloatBuffer kept_;
  std::uint64_t steps_ = 0;  ///< since the state was zero
};

}  // namespace lowband
