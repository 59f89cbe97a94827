// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/random_k.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/sparse/kept_values.hpp"
#include "sim/compression/sparse/random_subset.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// d / k, rounded once; 1 for an empty vector.
double inverse_share(std::size_t count, std::size_t size) {
  return count == size ? 1.0 : static_cast<double>(size) / static_cast<double>(count);
}

}  // namespace

void RandomK::parameters(Parameters& parameters) {
  sparsity_.parameters(parameters);
  parameters.flag("unbiased", unbiased_, "send the kept values times d / k, so that the mean is the vector");
}

CodecFacts RandomK::facts() const {
  const std::string bits = "32 k / d + 64 / d";
  if (unbiased_) return {ErrorClass::unbiased, "E||C(v) - v||^2 = (d / k - 1) ||v||^2, k = ratio d", bits};
  return {ErrorClass::biased, "E||C(v) - v||^2 = (1 - k / d) ||v||^2, k = ratio d", bits};
}

std::optional<std::size_t> RandomK::encoded_size(std::size_t size) const {
  return choice_size(size) + kept(size) * sizeof(float);
}

std::size_t RandomK::choice_size(std::size_t size) const { return kept(size) == size ? 0 : sizeof(std::uint64_t); }

double RandomK::factor(std::size_t size) const { return unbiased_ ? inverse_share(kept(size), size) : 1.0; }

void RandomK::choose(std::span<const float> vector, Stream& random, std::span<std::byte> choice,
                     std::span<std::byte> values) const {
  require_finite(vector);
  std::uint64_t seed = random();
  seed |= std::uint64_t{random()} << 32U;
  if (!choice.empty()) std::memcpy(choice.data(), &seed, sizeof seed);
  const double scaled = factor(vector.size());
  for_each_random_index(seed, kept(vector.size()), vector.size(),
                        [&](std::size_t first, std::span<const std::uint32_t> indices) {
                          gather(vector, indices, scaled, values.subspan(first * sizeof(float), indices.size_bytes()));
                        });
}

void RandomK::visit_kept(std::span<const std::byte> choice, std::size_t size, IndexVisitor visit) const {
  std::uint64_t seed = 0;
  if (!choice.empty()) std::memcpy(&seed, choice.data(), sizeof seed);
  for_each_random_index(seed, kept(size), size, visit);
}

void RandomK::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const std::size_t seed = choice_size(vector.size());
  choose(vector, random, std::span(code).first(seed), std::span(code).subspan(seed));
}

void RandomK::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a random-k code has the wrong size");
  const std::size_t seed = choice_size(vector.size());
  const auto values = code.subspan(seed);
  std::fill(vector.begin(), vector.end(), 0.0F);
  visit_kept(code.first(seed), vector.size(), [&](std::size_t first, std::span<const std::uint32_t> indices) {
    scatter(values.subspan(first * sizeof(float), indices.size_bytes()), indices, vector);
  });
}

std::optional<double> RandomK::variance(std::span<const float> vector) const {
  if (!unbiased_) return std::nullopt;
  const std::size_t size = vector.size();
  return (inverse_share(kept(size), size) - 1.0) * squared_norm(vector);
}

std::optional<double> RandomK::contraction(std::span<const float> vector) const {
  if (unbiased_) return std::nullopt;
  return sparsity_.share(vector.size());
}

std::optional<double> RandomK::worst_relative_variance(std::optional<std::size_t> size) const {
  if (!unbiased_ || !size) return std::nullopt;
  return *size == 0 ? 0.0 : 1.0 / sparsity_.share(*size) - 1.0;
}

}  // namespace lowband
