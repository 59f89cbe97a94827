// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/data/labels.hpp"
#include "models/data/pixels.hpp"
#include "models/data/placement.hpp"
#include "models/data/shape.hpp"
#include "models/data/sparse_rows.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Some samples as a model sees them: either `labels` holds their classes, or `values` numbers that are to be told, as
/// many of each sample; and either `features` holds one sample after the other (a features x count matrix, stored by
/// columns), or `rows` what is stored of each: see Model::takes_sparse().
struct Batch {
  std::span<const float> features;
  std::span<const Label> labels;
  std::span<const SparseRow> rows = {};
  std::span<const float> values = {};
  std::size_t labels_per_sample = 1;

  [[nodiscard]] std::size_t size() const noexcept { return (labels.size() + values.size()) / labels_per_sample; }
  [[nodiscard]] bool is_sparse() const noexcept { return !rows.empty(); }
};

/// An immutable, labelled set of samples.
class Samples {
 public:
  Samples() = default;
  /// `pixels` holds the bytes of one image after the other, `scales` has one of each channel.
  static Samples from_pixels(std::vector<std::uint8_t> pixels, Labels labels, const Shape& shape,
                             std::vector<PixelScale> scales);
  /// `values` holds the floats of one sample after the other.
  static Samples from_floats(FloatBuffer values, Labels labels, const Shape& shape);
  /// Zeros are not stored; a sample has `features` values, stored ones and others.
  static Samples from_sparse(SparseRows rows, Labels labels, std::size_t features);

  [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }
  [[nodiscard]] const Shape& shape() const noexcept { return shape_; }
  /// The values of a sample: the size of its shape.
  [[nodiscard]] std::size_t features() const noexcept { return shape_.size(); }
  [[nodiscard]] const Labels& labels() const noexcept { return labels_; }

  [[nodiscard]] bool is_sparse() const noexcept { return std::holds_alternative<SparseRows>(content_); }

  /// Writes the samples `which` (indices below size()) into `features` (which.size() * features() floats); images as
  /// `placements` says, which has one for each of them, or none.
  void gather(std::span<const std::uint32_t> which, std::span<float> features,
              std::span<const Placement> placements = {}) const;
  /// Points `rows` to the samples `which`, of those that are sparse.
  void gather_sparse(std::span<const std::uint32_t> which, std::span<SparseRow> rows) const;

  /// SHA-256 of everything in here, in hexadecimal: the manifest's proof of which data a run has seen.
  [[nodiscard]] std::string sha256() const;

 private:
  using Content = std::variant<FloatBuffer, Pixels, SparseRows>;

  Samples(Content content, Labels labels, const Shape& shape)
      : content_(std::move(content)), labels_(std::move(labels)), shape_(shape) {}

  Content content_;
  Labels labels_;
  Shape shape_;
};

}  // namespace lowband
