// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dnnl.hpp>

#include "models/data/shape.hpp"

namespace lowband {

/// Convolutions of 3 x 3 with stride 1 by Winograd's minimal filtering, F(4 x 4, 3 x 3) (Lavin and Gray, CVPR 2016,
/// section 4.3), forward and backward. Per channel, a tile of 4 x 4 outputs Y depends on a window of 6 x 6 inputs d:
///
///     Y = A^T [(G g G^T) o (B^T d B)] A                    o: by element
///
/// with a kernel g; what is summed over input channels is the bracket. So 36 products of matrices, tiles x channels by
/// channels x channels, do what takes four times the multiplications directly. The gradient in d is the same with g
/// turned by half a turn, that in g is G^T [(A dY A^T) o (B^T d B)] G, its bracket summed over tiles.
///
/// Activations stand in blocks of as many channels as a vector register has numbers (nChw8c, nChw16c), with zeros where
/// the last block has more places than there are channels; weights by output channels, input channels, rows. Sums are
/// formed in the same order for any address, thread and cache. In float32 errors are some 1e-6 of a result's norm.
class Winograd {
 public:
  /// Whether it does a convolution with a kernel of `side` x `side`, and is worth its transforms. With fewer channels
  /// they cost more than they save, on smaller maps there are too few tiles, partly empty ones.
  [[nodiscard]] static bool suits(const Shape& input, const Shape& output, std::size_t side, std::size_t stride);
  /// Of the activations.
  [[nodiscard]] static dnnl::memory::format_tag layout();

  /// `padding`: zeros on each side of the input, 2 at most.
  Winograd(std::size_t samples, const Shape& input, const Shape& output, std::size_t padding);

  /// Floats of scratch memory.
  [[nodiscard]] std::size_t scratch_size() const noexcept;

  /// `bias`: per output channel, or null.
  void forward(const float* x, const float* weights, const float* bias, float* y, float* scratch) const;
  void input_gradient(const float* dy, const float* weights, float* dx, float* scratch) const;
  /// `bias_gradient` may be null.
  void weight_gradient(const float* x, const float* dy, float* gradient, float* bias_gradient, float* scratch) const;

 private:
  /// The maps of an activation.
  struct Maps {
    explicit Maps(const Shape& shape);

    /// Where the map of a block begins.
    [[nodiscard]] std::size_t at(std::size_t sample, std::size_t block) const noexcept;

    std::size_t height;
    std::size_t width;
    std::size_t channels;
    std::size_t blocks;
    std::size_t places;  ///< for channels, in all blocks
  };

  void convolve(const Maps& from, const Maps& to, std::size_t padding, const float* x, const float* transformed_weights,
                const float* bias, float* y, float* scratch) const;
  void sum_up(const float* dy, float* bias_gradient) const;

  std::size_t samples_;
  Maps input_;
  Maps output_;
  std::size_t padding_;
};

}  // namespace lowband
