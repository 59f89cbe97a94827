#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/data/pixels.hpp"
#include "models/data/placement.hpp"
#include "models/data/shape.hpp"
#include "models/data/sparse_rows.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Some samples as a model sees them: `labels` holds the class of each, and either `features` one sample after the
/// other (a features x count matrix, stored by columns), or `rows` what is stored of each: see Model::takes_sparse().
struct Batch {
  std::span<const float> features;
  std::span<const std::uint8_t> labels;
  std::span<const SparseRow> rows = {};

  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }
  [[nodiscard]] bool is_sparse() const noexcept { return !rows.empty(); }
};

/// An immutable, labelled set of samples.
class Samples {
 public:
  Samples() = default;
  /// `pixels` holds the bytes of one image after the other, `scales` has one of each channel; labels are below
  /// `classes`.
  static Samples from_pixels(std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels, const Shape& shape,
                             int classes, std::vector<PixelScale> scales);
  /// `values` holds the floats of one sample after the other.
  static Samples from_floats(FloatBuffer values, std::vector<std::uint8_t> labels, const Shape& shape, int classes);
  /// Zeros are not stored; a sample has `features` values, stored ones and others.
  static Samples from_sparse(SparseRows rows, std::vector<std::uint8_t> labels, std::size_t features, int classes);

  [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }
  [[nodiscard]] const Shape& shape() const noexcept { return shape_; }
  /// The values of a sample: the size of its shape.
  [[nodiscard]] std::size_t features() const noexcept { return shape_.size(); }
  [[nodiscard]] int classes() const noexcept { return classes_; }
  [[nodiscard]] std::span<const std::uint8_t> labels() const noexcept { return labels_; }

  [[nodiscard]] bool is_sparse() const noexcept { return std::holds_alternative<SparseRows>(content_); }

  /// Writes the samples `which` (indices below size()) into `features` (which.size() * features() floats) and `labels`;
  /// images as `placements` says, which has one for each of them, or none.
  void gather(std::span<const std::uint32_t> which, std::span<float> features, std::span<std::uint8_t> labels,
              std::span<const Placement> placements = {}) const;
  /// Points `rows` to the samples `which`, of those that are sparse.
  void gather_sparse(std::span<const std::uint32_t> which, std::span<SparseRow> rows,
                     std::span<std::uint8_t> labels) const;

  /// SHA-256 of everything in here, in hexadecimal: the manifest's proof of which data a run has seen.
  [[nodiscard]] std::string sha256() const;

 private:
  using Content = std::variant<FloatBuffer, Pixels, SparseRows>;

  Samples(Content content, std::vector<std::uint8_t> labels, const Shape& shape, int classes);
  void gather_labels(std::span<const std::uint32_t> which, std::span<std::uint8_t> labels) const;

  Content content_;
  std::vector<std::uint8_t> labels_;
  Shape shape_;
  int classes_ = 0;
};

}  // namespace lowband
