#pragma once

#include <cstddef>
#include <memory>

#include "models/layers/normalisation.hpp"
#include "models/layers/sequential.hpp"

namespace lowband {

/// How a residual block passes its input on where the shape changes (He et al., CVPR 2016, section 3.3).
enum class Shortcut : std::uint8_t {
  padding,     ///< option A: every second pixel of every second row; channels that are new hold zeros. No parameters.
  projection,  ///< option B: a convolution of 1 x 1, normalised
};

/// A basic residual block: y = ReLU(x' + F(x)) with F = convolution of 3 x 3, normalisation, ReLU, convolution of
/// 3 x 3, normalisation, and x' = x or, if the shape changes, its shortcut (He et al., CVPR 2016, figure 2 and section
/// 4.2). Its parts are called conv1, bn1, conv2, bn2, shortcut.0, shortcut.1.
class ResidualBlock final : public Layer {
 public:
  /// `stride` is that of the first convolution: 1 or 2. `channels` are no fewer than those of the input.
  ResidualBlock(std::size_t channels, std::size_t stride, Shortcut shortcut, const Normalisation& normalisation);

  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  void initialise_running(std::span<float>& running) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  [[nodiscard]] bool projects() const noexcept { return changes_shape_ && shortcut_ == Shortcut::projection; }

  std::size_t channels_;
  std::size_t stride_;
  Shortcut shortcut_;
  Sequential residual_;
  Sequential projection_;
  bool changes_shape_ = false;
};

}  // namespace lowband
