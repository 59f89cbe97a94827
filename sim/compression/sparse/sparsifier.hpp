// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "sim/compression/compressor.hpp"
#include "sim/compression/sparse/index_set.hpp"

namespace lowband {

/// A codec that keeps k of d coordinates, whatever their values, and drops the others. Its code has two parts: which
/// coordinates these are, and their values. So the values can be coded in another way as well (composed.hpp).
class Sparsifier : public Compressor {
 public:
  /// k, of `size` coordinates.
  [[nodiscard]] virtual std::size_t kept(std::size_t size) const = 0;
  /// The bytes that tell which, of `size` coordinates.
  [[nodiscard]] virtual std::size_t choice_size(std::size_t size) const = 0;
  /// The same in bits per coordinate, as a formula over k and d.
  [[nodiscard]] virtual std::string choice_bits() const = 0;
  /// Whether chance decides which.
  [[nodiscard]] virtual bool is_random() const = 0;
  /// What kept values are multiplied by, so that the mean over all choices is the vector: d / k; or 1.
  [[nodiscard]] virtual double factor(std::size_t /*size*/) const { return 1.0; }

  /// Chooses: writes choice_size() bytes into `choice`; and factor() times the kept values, as float32 in the order of
  /// their indices, into `values`. Throws Diverged if a coordinate, or a value so multiplied, is not finite.
  virtual void choose(std::span<const float> vector, Stream& random, std::span<std::byte> choice,
                      std::span<std::byte> values) const = 0;
  /// Visits the kept of `size` coordinates, ascending. Throws std::runtime_error if `choice`, which has choice_size()
  /// bytes, names none that choose() could have chosen.
  virtual void visit_kept(std::span<const std::byte> choice, std::size_t size, IndexVisitor visit) const = 0;
};

}  // namespace lowband
