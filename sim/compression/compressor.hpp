#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// An encoded vector: exactly the bytes that cross the network.
using Code = std::vector<std::byte>;

class SharedScaleQuantizer;

/// A lossy codec of float vectors with a real wire format. The object holds its parameters only, never a state: one
/// serves all workers and threads.
class Compressor : public Component {
 public:
  /// Encodes `vector` into `code`, which is cleared first and whose capacity is reused. Randomness comes from `random`
  /// alone. Throws Diverged if a value is NaN or infinite and the format cannot carry it.
  virtual void encode(std::span<const float> vector, Stream random, Code& code) const = 0;

  /// Decodes into `vector`, whose size the receiver knows. Throws std::runtime_error if `code` is not a code of a
  /// vector of that size; touches no memory outside both.
  virtual void decode(std::span<const std::byte> code, std::span<float> vector) const = 0;

  /// Whether decode(encode(v)) == v bit for bit, always.
  [[nodiscard]] virtual bool lossless() const { return false; }

  /// Operations that encoding and decoding cost per coordinate on the worker's host.
  [[nodiscard]] virtual double encode_flops_per_coordinate() const = 0;
  [[nodiscard]] virtual double decode_flops_per_coordinate() const = 0;

  /// E||decode(encode(v)) - v||^2 exactly, for an unbiased codec that has a closed form.
  [[nodiscard]] virtual std::optional<double> variance(std::span<const float> /*vector*/) const { return std::nullopt; }

  /// The codec's form for an all-reduce in which all workers use the same scales and sum integers; null without one.
  [[nodiscard]] virtual const SharedScaleQuantizer* shared_scale() const { return nullptr; }
};

/// Quantization to integers in [-levels, levels] on scales that all workers share, so that sums of integers are exact
/// (algorithms reference, RAR-A).
class SharedScaleQuantizer {
 public:
  SharedScaleQuantizer() = default;
  SharedScaleQuantizer(const SharedScaleQuantizer&) = delete;
  SharedScaleQuantizer& operator=(const SharedScaleQuantizer&) = delete;
  SharedScaleQuantizer(SharedScaleQuantizer&&) = delete;
  SharedScaleQuantizer& operator=(SharedScaleQuantizer&&) = delete;
  virtual ~SharedScaleQuantizer() = default;

  /// s: the largest magnitude of an integer.
  [[nodiscard]] virtual std::int32_t levels() const = 0;
  /// How many scales a vector of `size` coordinates has.
  [[nodiscard]] virtual std::size_t scale_count(std::size_t size) const = 0;
  /// This worker's own scales; the shared ones are their maxima over all workers.
  virtual void scales(std::span<const float> vector, std::span<float> scales) const = 0;
  /// Stochastic rounding on the shared scales, unbiased: E integers = levels * vector / scale.
  virtual void quantize(std::span<const float> vector, std::span<const float> scales, Stream random,
                        std::span<std::int32_t> integers) const = 0;
  /// vector = factor * scale * integer / levels.
  virtual void dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                          std::span<float> vector) const = 0;
};

[[nodiscard]] const Registry<Compressor>& compressors();

}  // namespace lowband
