// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// An encoded vector: exactly the bytes that cross the network.
using Code = std::vector<std::byte>;

/// How a codec C errs, which decides what algorithms may rely on.
enum class ErrorClass : std::uint8_t {
  lossless,  ///< C(v) = v, bit for bit
  unbiased,  ///< E C(v) = v
  biased,    ///< neither; a contraction has E||C(v) - v||^2 <= (1 - delta) ||v||^2 with delta > 0
};

/// What a codec tells its users about itself, in formulas over d (coordinates) and its parameters.
struct CodecFacts {
  ErrorClass error_class;
  std::string error;  ///< its variance or its contraction, "E||C(v) - v||^2 = ..."
  std::string bits;   ///< bits per coordinate on the wire, "b + 32 / bucket"
};

class SharedScaleQuantizer;

/// A lossy codec of float vectors with a real wire format. The object holds its parameters only, never a state: one
/// serves all workers and threads.
class Compressor : public Component {
 public:
  [[nodiscard]] virtual CodecFacts facts() const = 0;

  /// Whether it is meant for tensors one by one: all coordinates are decoded to a magnitude or two, in which tensors of
  /// smaller ones drown.
  [[nodiscard]] virtual bool is_for_tensors() const { return false; }

  /// Encodes `vector` into `code`, whose old content is lost and whose memory is used again. Randomness comes from
  /// `random` alone, which moves on by what was drawn. Throws Diverged if a value is NaN or infinite and the format
  /// cannot carry it.
  virtual void encode(std::span<const float> vector, Stream& random, Code& code) const = 0;

  /// Decodes into `vector`, whose size the receiver knows. Throws std::runtime_error if `code` is not a code of a
  /// vector of that size; touches no memory outside both. What `vector` held is lost, unless reads_receiver().
  virtual void decode(std::span<const std::byte> code, std::span<float> vector) const = 0;

  /// Whether decode() expects in `vector` the receiver's own vector, near which the sender's is.
  [[nodiscard]] virtual bool reads_receiver() const { return false; }

  /// The largest magnitude of a coordinate that the format can carry: encode() throws Diverged beyond.
  [[nodiscard]] virtual float largest_magnitude() const { return std::numeric_limits<float>::max(); }

  /// The bytes of every code of `size` coordinates, if the values do not matter for it.
  [[nodiscard]] virtual std::optional<std::size_t> encoded_size(std::size_t /*size*/) const { return std::nullopt; }

  /// Operations that encoding and decoding `size` coordinates cost on the worker's host: additions, multiplications,
  /// divisions, comparisons, shifts and logical operations, counted alike.
  [[nodiscard]] virtual double encode_flops(std::size_t size) const = 0;
  [[nodiscard]] virtual double decode_flops(std::size_t size) const = 0;

  /// E||C(v) - v||^2 for this vector, exactly, for an unbiased codec that has a closed form.
  [[nodiscard]] virtual std::optional<double> variance(std::span<const float> /*vector*/) const { return std::nullopt; }
  /// A delta with E||C(v) - v||^2 <= (1 - delta) ||v||^2 for this vector, for a biased codec that is a contraction.
  [[nodiscard]] virtual std::optional<double> contraction(std::span<const float> /*vector*/) const {
    return std::nullopt;
  }

  /// A q with E||C(v) - v||^2 <= q ||v||^2 for every vector of up to `size` coordinates, or of any number of them if
  /// that is not known, for an unbiased or lossless codec; nothing where no such bound is known.
  [[nodiscard]] virtual std::optional<double> worst_relative_variance(std::optional<std::size_t> /*size*/) const {
    return facts().error_class == ErrorClass::lossless ? std::optional(0.0) : std::nullopt;
  }

  /// The factor theta in (0, 1] by which what is decoded is multiplied where errors have to die out: where they are fed
  /// back, and where copies follow a vector by codes of what they lack of it (CHOCO). With it the error contracts,
  /// E||theta C(v) - v||^2 < ||v||^2 or the same in the maximum norm, for every vector of `size` coordinates, or has
  /// an absolute bound; nothing where no factor that is of use is known to do that.
  ///
  /// For unbiased codecs 1 / (1 + q), q = worst_relative_variance(), as Koloskova et al. (ICML 2019, arXiv:1902.00340,
  /// section 3.5) have it. Those that contract in the maximum norm by themselves say 1.
  [[nodiscard]] virtual std::optional<double> contraction_factor(std::size_t size) const {
    if (facts().error_class != ErrorClass::unbiased) return 1.0;
    const auto variance = worst_relative_variance(size);
    return variance ? std::optional(1.0 / (1.0 + *variance)) : std::nullopt;
  }

  /// Turns numbers of coordinates among the parameters into those for vectors `share` times as long, 0 < share <= 1.
  virtual void shorten(double /*share*/) {}

  /// The rank of the approximation P Q^T to a matrix, whose factors P and Q all workers average; 0 for codecs of
  /// vectors, that is all others.
  [[nodiscard]] virtual int matrix_rank() const { return 0; }
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
  virtual void quantize(std::span<const float> vector, std::span<const float> scales, Stream& random,
                        std::span<std::int32_t> integers) const = 0;
  /// vector = factor * scale * integer / levels.
  virtual void dequantize(std::span<const std::int32_t> integers, std::span<const float> scales, float factor,
                          std::span<float> vector) const = 0;
};

[[nodiscard]] const Registry<Compressor>& compressors();

}  // namespace lowband
