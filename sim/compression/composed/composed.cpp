// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/composed/composed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/base/float_buffer.hpp"
#include "sim/compression/sparse/kept_values.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// Scratch memory of a thread: what one message leaves behind serves the next.
struct Scratch {
  FloatBuffer values;
  Code code;

  static Scratch& of_this_thread() {
    thread_local Scratch scratch;
    return scratch;
  }
};

/// E||Q(u) - u||^2, or a bound on it; nothing where none is known.
std::optional<double> squared_error(const Compressor& quantizer, std::span<const float> values) {
  if (const auto variance = quantizer.variance(values)) return variance;
  if (const auto delta = quantizer.contraction(values)) return (1.0 - *delta) * squared_norm(values);
  const auto worst = quantizer.worst_relative_variance(values.size());
  return worst ? std::optional(*worst * squared_norm(values)) : std::nullopt;
}

}  // namespace

Composed::Composed()
    : sparsifier_(read_named(sparsifiers(), "top-k", Place("default"))),
      quantizer_(read_named(quantizers(), "qsgd", Place("default"))) {}

bool Composed::is_scaled() const { return sparsifier_->facts().error_class == ErrorClass::unbiased; }

bool Composed::is_unbiased() const { return is_scaled() && quantizer_->facts().error_class == ErrorClass::unbiased; }

CodecFacts Composed::facts() const {
  const CodecFacts quantizer = quantizer_->facts();
  const std::string bits = fmt::format("{} + b k / d, b those of {} for k coordinates: {}", sparsifier_->choice_bits(),
                                       quantizer_.name, quantizer.bits);
  const std::string q = fmt::format("q the worst relative variance of Q, {}, for k coordinates", quantizer_.name);
  if (is_unbiased()) {
    return {ErrorClass::unbiased,
            "E||C(v) - v||^2 = (d / k - 1) ||v||^2 + E||Q(u) - u||^2 <= ((1 + q) d / k - 1) ||v||^2, u the kept values "
            "times d / k, " +
                q,
            bits};
  }
  if (is_scaled()) {
    return {ErrorClass::biased,
            fmt::format("E||C(v) - v||^2 = (1 - k / d) ||v||^2 + E||Q(d / k u) - u||^2, u the kept values, Q = {}",
                        quantizer_.name),
            bits};
  }
  if (quantizer.error_class == ErrorClass::unbiased) {
    return {ErrorClass::biased,
            "E||C(v) - v||^2 = ||v||^2 - ||u||^2 + E||Q(u) - u||^2 <= (1 - (1 - q) k / d) ||v||^2 for q <= 1, u the "
            "kept values, " +
                q,
            bits};
  }
  return {
      ErrorClass::biased,
      fmt::format("E||C(v) - v||^2 = ||v||^2 - ||u||^2 + E||Q(u) - u||^2, u the kept values, Q = {}", quantizer_.name),
      bits};
}

std::optional<std::size_t> Composed::encoded_size(std::size_t size) const {
  const auto values = quantizer_->encoded_size(sparsifier_->kept(size));
  return values ? std::optional(sparsifier_->choice_size(size) + *values) : std::nullopt;
}

double Composed::encode_flops(std::size_t size) const {
  return sparsifier_->encode_flops(size) + quantizer_->encode_flops(sparsifier_->kept(size));
}

double Composed::decode_flops(std::size_t size) const {
  return sparsifier_->decode_flops(size) + quantizer_->decode_flops(sparsifier_->kept(size));
}

void Composed::encode(std::span<const float> vector, Stream& random, Code& code) const {
  auto& [values, values_code] = Scratch::of_this_thread();
  values.resize(sparsifier_->kept(vector.size()));
  code.resize(sparsifier_->choice_size(vector.size()));
  sparsifier_->choose(vector, random, code, std::as_writable_bytes(std::span(values)));
  quantizer_->encode(values, random, values_code);
  code.insert(code.end(), values_code.begin(), values_code.end());
}

void Composed::decode(std::span<const std::byte> code, std::span<float> vector) const {
  FloatBuffer& values = Scratch::of_this_thread().values;
  const std::size_t choice = sparsifier_->choice_size(vector.size());
  if (code.size() < choice) throw std::runtime_error("a composed code is too short");
  values.resize(sparsifier_->kept(vector.size()));
  quantizer_->decode(code.subspan(choice), values);
  std::fill(vector.begin(), vector.end(), 0.0F);
  const auto bytes = std::as_bytes(std::span(values));
  sparsifier_->visit_kept(code.first(choice), vector.size(),
                          [&](std::size_t first, std::span<const std::uint32_t> indices) {
                            scatter(bytes.subspan(first * sizeof(float), indices.size_bytes()), indices, vector);
                          });
}

std::optional<double> Composed::contraction(std::span<const float> vector) const {
  if (is_scaled()) return std::nullopt;
  const double whole = squared_norm(vector);
  if (whole == 0.0) return 1.0;
  const std::size_t count = sparsifier_->kept(vector.size());
  double delta = 0.0;
  if (sparsifier_->is_random()) {
    const auto worst = quantizer_->worst_relative_variance(count);
    if (!worst) return std::nullopt;
    delta = (1.0 - *worst) * static_cast<double>(count) / static_cast<double>(vector.size());
  } else {
    FloatBuffer values(count);
    Code choice(sparsifier_->choice_size(vector.size()));
    Stream unused(0, Purpose::quantization, 0, 0);
    sparsifier_->choose(vector, unused, choice, std::as_writable_bytes(std::span(values)));
    const auto error = squared_error(*quantizer_, values);
    if (!error) return std::nullopt;
    delta = (squared_norm(values) - *error) / whole;
  }
  return delta > 0.0 ? std::optional(std::min(delta, 1.0)) : std::nullopt;
}

std::optional<double> Composed::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!is_unbiased() || !size) return std::nullopt;
  const auto worst = quantizer_->worst_relative_variance(sparsifier_->kept(*size));
  return worst ? std::optional((1.0 + *worst) * sparsifier_->factor(*size) - 1.0) : std::nullopt;
}

std::optional<double> Composed::contraction_factor(std::size_t size) const {
  const auto factor = quantizer_->contraction_factor(sparsifier_->kept(size));
  return factor ? std::optional(*factor / sparsifier_->factor(size)) : std::nullopt;
}

void Composed::shorten(double share) {
  sparsifier_->shorten(share);
  quantizer_->shorten(share);
}

}  // namespace lowband
