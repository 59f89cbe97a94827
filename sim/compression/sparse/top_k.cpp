// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/top_k.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/compression/sparse/index_set.hpp"
#include "sim/compression/sparse/kept_values.hpp"
#include "sim/compression/sparse/selection.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// The indices of the `count` largest magnitudes, in memory that every call of this thread uses again.
std::span<const std::uint32_t> largest(std::span<const float> vector, std::size_t count) {
  thread_local std::vector<std::uint32_t> indices;
  list_selected(vector, select_largest(vector, Side::both, count), indices);
  return indices;
}

}  // namespace

CodecFacts TopK::facts() const {
  return {ErrorClass::biased,
          "||C(v) - v||^2 = ||v||^2 - sum of the k largest squares <= (1 - k / d) ||v||^2, k = ratio d",
          "(32 + ceil(log2 d)) k / d"};
}

std::optional<std::size_t> TopK::encoded_size(std::size_t size) const {
  return kept(size) * sizeof(float) + choice_size(size);
}

void TopK::choose(std::span<const float> vector, Stream& /*random*/, std::span<std::byte> choice,
                  std::span<std::byte> values) const {
  const auto indices = largest(vector, kept(vector.size()));
  gather(vector, indices, 1.0, values);
  write_indices(indices, vector.size(), choice);
}

void TopK::visit_kept(std::span<const std::byte> choice, std::size_t size, IndexVisitor visit) const {
  read_indices(choice, kept(size), size, visit);
}

void TopK::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const std::size_t values = kept(vector.size()) * sizeof(float);
  choose(vector, random, std::span(code).subspan(values), std::span(code).first(values));
}

void TopK::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a top-k code has the wrong size");
  std::fill(vector.begin(), vector.end(), 0.0F);
  visit_kept(code.subspan(kept(vector.size()) * sizeof(float)), vector.size(),
             [&](std::size_t first, std::span<const std::uint32_t> indices) {
               scatter(code.subspan(first * sizeof(float), indices.size_bytes()), indices, vector);
             });
}

std::optional<double> TopK::contraction(std::span<const float> vector) const {
  const double whole = squared_norm(vector);
  if (whole == 0.0) return 1.0;
  double largest_squares = 0.0;
  for (const std::uint32_t i : largest(vector, kept(vector.size()))) {
    largest_squares += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
  }
  return std::min(largest_squares / whole, 1.0);
}

}  // namespace lowband
