// SPDX-License-Identifier: Apache-2.0
#include "models/layers/winograd.hpp"

#include <algorithm>
#include <experimental/simd>

#include "models/layers/matrix_product.hpp"

namespace lowband {

namespace {

namespace stdx = std::experimental;
using Channels = stdx::native_simd<float>;  ///< of one pixel, or one place in the transforms
constexpr std::size_t block_size = Channels::size();

constexpr std::size_t kernel = 3;
constexpr std::size_t kernel_size = kernel * kernel;
constexpr std::size_t tile = 4;    // of outputs
constexpr std::size_t window = 6;  // of inputs that they depend on
constexpr std::size_t places_of_window = window * window;
/// As many as leave transformed windows of 16 to 64 channels in the second-level cache.
constexpr std::size_t tiles_at_once = 50;

/// B^T d.
struct OfInputs {
  static constexpr std::size_t from = window;
  static constexpr std::size_t to = window;
  static void apply(const Channels (&d)[window], Channels (&t)[window]) {
    const Channels even = d[4] - 4.0F * d[2];
    const Channels odd = d[3] - 4.0F * d[1];
    const Channels even2 = d[4] - d[2];
    const Channels odd2 = d[3] - d[1];
    t[0] = 4.0F * d[0] - 5.0F * d[2] + d[4];
    t[1] = even + odd;
    t[2] = even - odd;
    t[3] = even2 + 2.0F * odd2;
    t[4] = even2 - 2.0F * odd2;
    t[5] = 4.0F * d[1] - 5.0F * d[3] + d[5];
  }
};

/// A^T m.
struct ToOutputs {
  static constexpr std::size_t from = window;
  static constexpr std::size_t to = tile;
  static void apply(const Channels (&m)[window], Channels (&y)[tile]) {
    const Channels sum = m[1] + m[2];
    const Channels difference = m[1] - m[2];
    const Channels sum2 = m[3] + m[4];
    const Channels difference2 = m[3] - m[4];
    y[0] = m[0] + sum + sum2;
    y[1] = difference + 2.0F * difference2;
    y[2] = sum + 4.0F * sum2;
    y[3] = difference + 8.0F * difference2 + m[5];
  }
};

/// A y.
struct OfOutputGradients {
  static constexpr std::size_t from = tile;
  static constexpr std::size_t to = window;
  static void apply(const Channels (&y)[tile], Channels (&m)[window]) {
    const Channels even = y[0] + y[2];
    const Channels odd = y[1] + y[3];
    const Channels even2 = y[0] + 4.0F * y[2];
    const Channels odd2 = y[1] + 4.0F * y[3];
    m[0] = y[0];
    m[1] = even + odd;
    m[2] = even - odd;
    m[3] = even2 + 2.0F * odd2;
    m[4] = even2 - 2.0F * odd2;
    m[5] = y[3];
  }
};

/// G g.
struct OfWeights {
  static constexpr std::size_t from = kernel;
  static constexpr std::size_t to = window;
  static void apply(const Channels (&g)[kernel], Channels (&u)[window]) {
    const Channels even = (g[0] + g[2]) / -6.0F;
    const Channels odd = g[1] / -6.0F;
    const Channels even2 = g[0] / 24.0F + g[2] / 6.0F;
    const Channels odd2 = g[1] / 12.0F;
    u[0] = g[0] / 4.0F;
    u[1] = even + odd;
    u[2] = even - odd;
    u[3] = even2 + odd2;
    u[4] = even2 - odd2;
    u[5] = g[2];
  }
};

/// G^T u.
struct ToWeightGradients {
  static constexpr std::size_t from = window;
  static constexpr std::size_t to = kernel;
  static void apply(const Channels (&u)[window], Channels (&g)[kernel]) {
    const Channels sum = (u[1] + u[2]) / -6.0F;
    const Channels sum2 = u[3] + u[4];
    g[0] = u[0] / 4.0F + sum + sum2 / 24.0F;
    g[1] = (u[2] - u[1]) / 6.0F + (u[3] - u[4]) / 12.0F;
    g[2] = sum + sum2 / 6.0F + u[5];
  }
};

/// write(i, j, element) of T m T^T for the matrix m with elements read(i, j).
template <class T, class Read, class Write>
[[gnu::always_inline]] inline void transform(Read read, Write write) {
  Channels half[T::to][T::from];
#pragma GCC unroll 6
  for (std::size_t j = 0; j < T::from; ++j) {
    Channels column[T::from];
#pragma GCC unroll 6
    for (std::size_t i = 0; i < T::from; ++i) column[i] = read(i, j);
    Channels made[T::to];
    T::apply(column, made);
#pragma GCC unroll 6
    for (std::size_t i = 0; i < T::to; ++i) half[i][j] = made[i];
  }
#pragma GCC unroll 6
  for (std::size_t i = 0; i < T::to; ++i) {
    Channels row[T::to];
    T::apply(half[i], row);
#pragma GCC unroll 6
    for (std::size_t j = 0; j < T::to; ++j) write(i, j, row[j]);
  }
}

Channels load(const float* from) { return Channels(from, stdx::element_aligned); }
void store(const Channels& channels, float* to) { channels.copy_to(to, stdx::element_aligned); }

/// Size x Size pixels of a map of one block of channels, of which some may be off the map.
template <std::size_t Size>
struct Square {
  std::size_t height;  ///< of the map
  std::size_t width;
  std::size_t top;  ///< modulo 2^64, as it may be above the map
  std::size_t left;

  [[nodiscard]] bool has(std::size_t i, std::size_t j) const { return top + i < height && left + j < width; }
  [[nodiscard]] bool is_inside() const { return has(0, 0) && has(Size - 1, Size - 1); }
  [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const {
    return ((top + i) * width + left + j) * block_size;
  }
};

/// T m T^T for the square m of a map, with zeros off the map; its places are `stride` floats apart.
template <class T>
void transform_square(const float* map, const Square<T::from>& square, float* transformed, std::size_t stride) {
  constexpr std::size_t size = T::from;
  alignas(64) float framed[size * size * block_size];
  const float* pixels = framed;
  std::size_t row = size * block_size;
  if (square.is_inside()) {
    pixels = map + square.at(0, 0);
    row = square.width * block_size;
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j)
        store(square.has(i, j) ? load(map + square.at(i, j)) : Channels(0.0F), framed + i * row + j * block_size);
    }
  }
  transform<T>([=](std::size_t i, std::size_t j) { return load(pixels + i * row + j * block_size); },
               [=](std::size_t i, std::size_t j, const Channels& channels) {
                 store(channels, transformed + (i * T::to + j) * stride);
               });
}

/// A tile of outputs.
struct Tile {
  std::size_t sample;
  std::size_t top;
  std::size_t left;
};

class Tiles {
 public:
  Tiles(std::size_t samples, std::size_t height, std::size_t width)
      : rows_((height + tile - 1) / tile), columns_((width + tile - 1) / tile), count_(samples * rows_ * columns_) {}

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] Tile operator[](std::size_t index) const {
    const std::size_t row = index / columns_;
    return {row / rows_, row % rows_ * tile, index % columns_ * tile};
  }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::size_t count_;
};

/// Floats from one place of transformed windows of this many channels to the next. For 16 channels, 32, and so on, that
/// is an odd number of cache lines, so that the places of a window are not in each other's way in the cache.
std::size_t stride_of(std::size_t channels) { return tiles_at_once * channels + 16; }

/// How many floats lie between the kernels of neighbouring channels, in the order in which they are used: of those that
/// are summed over, and of those that come of it.
struct KernelStrides {
  std::size_t from;
  std::size_t to;
};

/// The channels on one side of a convolution.
struct Extent {
  std::size_t channels;
  std::size_t places;
};

/// G g G^T of all kernels, `turned` by half a turn or as they are: place by place, channels summed over by channels
/// that come of it, with zeros where there is no channel.
void transform_weights(const float* weights, const KernelStrides& strides, const Extent& from, const Extent& to,
                       bool turned, float* transformed) {
  const std::size_t stride = from.places * to.places;
  for (std::size_t c = 0; c < from.places; ++c) {
    for (std::size_t k = 0; k < to.places; k += block_size) {
      const auto read = [&](std::size_t i, std::size_t j) {
        const std::size_t element = i * kernel + j;
        const float* const first =
            weights + c * strides.from + k * strides.to + (turned ? kernel_size - 1 - element : element);
        return Channels(
            [&](auto lane) { return c < from.channels && k + lane < to.channels ? first[lane * strides.to] : 0.0F; });
      };
      transform<OfWeights>(read, [&](std::size_t i, std::size_t j, const Channels& channels) {
        store(channels, transformed + (i * window + j) * stride + c * to.places + k);
      });
    }
  }
}

}  // namespace

bool Winograd::suits(const Shape& input, const Shape& output, std::size_t side, std::size_t stride) {
  constexpr std::size_t least_channels = 16;
  constexpr std::size_t least_side = 8;
  return block_size >= 8 && side == kernel && stride == 1 &&
         std::min(input.channels, output.channels) >= least_channels &&
         std::min(output.height, output.width) >= least_side;
}

dnnl::memory::format_tag Winograd::layout() {
  return block_size == 16 ? dnnl::memory::format_tag::nChw16c : dnnl::memory::format_tag::nChw8c;
}

Winograd::Maps::Maps(const Shape& shape)
    : height(shape.height),
      width(shape.width),
      channels(shape.channels),
      blocks((shape.channels + block_size - 1) / block_size),
      places(blocks * block_size) {}

std::size_t Winograd::Maps::at(std::size_t sample, std::size_t block) const noexcept {
  return (sample * blocks + block) * height * width * block_size;
}

Winograd::Winograd(std::size_t samples, const Shape& input, const Shape& output, std::size_t padding)
    : samples_(samples), input_(input), output_(output), padding_(padding) {}

std::size_t Winograd::scratch_size() const noexcept {
  return places_of_window * (input_.places * output_.places + stride_of(input_.places) + stride_of(output_.places));
}

void Winograd::forward(const float* x, const float* weights, const float* bias, float* y, float* scratch) const {
  transform_weights(weights, {.from = kernel_size, .to = kernel_size * input_.channels},
                    {input_.channels, input_.places}, {output_.channels, output_.places}, false, scratch);
  convolve(input_, output_, padding_, x, scratch, bias, y, scratch + places_of_window * input_.places * output_.places);
}

void Winograd::input_gradient(const float* dy, const float* weights, float* dx, float* scratch) const {
  transform_weights(weights, {.from = kernel_size * input_.channels, .to = kernel_size},
                    {output_.channels, output_.places}, {input_.channels, input_.places}, true, scratch);
  convolve(output_, input_, kernel - 1 - padding_, dy, scratch, nullptr, dx,
           scratch + places_of_window * input_.places * output_.places);
}

void Winograd::convolve(const Maps& from, const Maps& to, std::size_t padding, const float* x,
                        const float* transformed_weights, const float* bias, float* y, float* scratch) const {
  const Tiles tiles(samples_, to.height, to.width);
  const std::size_t from_stride = stride_of(from.places);
  const std::size_t to_stride = stride_of(to.places);
  float* const windows = scratch;
  float* const products = windows + places_of_window * from_stride;
  for (std::size_t first = 0; first < tiles.count(); first += tiles_at_once) {
    const std::size_t count = std::min(tiles_at_once, tiles.count() - first);
    for (std::size_t n = 0; n < count; ++n) {
      const auto [sample, top, left] = tiles[first + n];
      const Square<window> square{from.height, from.width, top - padding, left - padding};
      for (std::size_t block = 0; block < from.blocks; ++block) {
        transform_square<OfInputs>(x + from.at(sample, block), square, windows + n * from.places + block * block_size,
                                   from_stride);
      }
    }
    for (std::size_t place = 0; place < places_of_window; ++place) {
      multiply({windows + place * from_stride, from.places, 1}, count, from.places,
               transformed_weights + place * from.places * to.places, to.places, products + place * to_stride);
    }
    for (std::size_t n = 0; n < count; ++n) {
      const auto [sample, top, left] = tiles[first + n];
      const Square<tile> square{to.height, to.width, top, left};
      for (std::size_t block = 0; block < to.blocks; ++block) {
        const float* const product = products + n * to.places + block * block_size;
        float* const map = y + to.at(sample, block);
        const Channels shift([&](auto lane) {
          const std::size_t channel = block * block_size + lane;
          return bias != nullptr && channel < to.channels ? bias[channel] : 0.0F;
        });
        transform<ToOutputs>([=](std::size_t i, std::size_t j) { return load(product + (i * window + j) * to_stride); },
                             [=](std::size_t i, std::size_t j, const Channels& channels) {
                               if (square.has(i, j)) store(channels + shift, map + square.at(i, j));
                             });
      }
    }
  }
}

void Winograd::weight_gradient(const float* x, const float* dy, float* gradient, float* bias_gradient,
                               float* scratch) const {
  const Tiles tiles(samples_, output_.height, output_.width);
  const std::size_t input_stride = stride_of(input_.places);
  const std::size_t output_stride = stride_of(output_.places);
  const std::size_t stride = input_.places * output_.places;
  float* const sums = scratch;
  float* const windows = sums + places_of_window * stride;
  float* const slopes = windows + places_of_window * input_stride;
  for (std::size_t first = 0; first < tiles.count(); first += tiles_at_once) {
    const std::size_t count = std::min(tiles_at_once, tiles.count() - first);
    for (std::size_t n = 0; n < count; ++n) {
      const auto [sample, top, left] = tiles[first + n];
      const Square<window> inputs{input_.height, input_.width, top - padding_, left - padding_};
      for (std::size_t block = 0; block < input_.blocks; ++block) {
        transform_square<OfInputs>(x + input_.at(sample, block), inputs,
                                   windows + n * input_.places + block * block_size, input_stride);
      }
      const Square<tile> outputs{output_.height, output_.width, top, left};
      for (std::size_t block = 0; block < output_.blocks; ++block) {
        transform_square<OfOutputGradients>(dy + output_.at(sample, block), outputs,
                                            slopes + n * output_.places + block * block_size, output_stride);
      }
    }
    for (std::size_t place = 0; place < places_of_window; ++place) {
      multiply({windows + place * input_stride, 1, input_.places}, input_.places, count, slopes + place * output_stride,
               output_.places, sums + place * stride, first == 0 ? Sum::alone : Sum::added);
    }
  }
  for (std::size_t c = 0; c < input_.channels; ++c) {
    for (std::size_t k = 0; k < output_.places; k += block_size) {
      const std::size_t lanes = std::min(block_size, output_.channels - k);
      transform<ToWeightGradients>(
          [&](std::size_t i, std::size_t j) { return load(sums + (i * window + j) * stride + c * output_.places + k); },
          [&](std::size_t i, std::size_t j, const Channels& channels) {
            float* const first = gradient + (k * input_.channels + c) * kernel_size + i * kernel + j;
            for (std::size_t lane = 0; lane < lanes; ++lane)
              first[lane * input_.channels * kernel_size] = channels[lane];
          });
    }
  }
  if (bias_gradient != nullptr) sum_up(dy, bias_gradient);
}

void Winograd::sum_up(const float* dy, float* bias_gradient) const {
  for (std::size_t channel = 0; channel < output_.channels; ++channel) {
    double sum = 0.0;
    for (std::size_t sample = 0; sample < samples_; ++sample) {
      const float* const map = dy + output_.at(sample, channel / block_size) + channel % block_size;
      for (std::size_t pixel = 0; pixel < output_.height * output_.width; ++pixel)
        sum += static_cast<double>(map[pixel * block_size]);
    }
    bias_gradient[channel] = static_cast<float>(sum);
  }
}

}  // namespace lowband
