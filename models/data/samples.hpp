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
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Some samples as a model sees them: `features` holds one sample after the other (a features x count matrix, stored
/// by columns), `labels` the class of each.
struct Batch {
  std::span<const float> features;
  std::span<const std::uint8_t> labels;

  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }
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

  [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }
  [[nodiscard]] const Shape& shape() const noexcept { return shape_; }
  /// The values of a sample: the size of its shape.
  [[nodiscard]] std::size_t features() const noexcept { return shape_.size(); }
  [[nodiscard]] int classes() const noexcept { return classes_; }
  [[nodiscard]] std::span<const std::uint8_t> labels() const noexcept { return labels_; }

  /// Writes the samples `which` (indices below size()) into `features` (which.size() * features() floats) and `labels`;
  /// images as `placements` says, which has one for each of them, or none.
  void gather(std::span<const std::uint32_t> which, std::span<float> features, std::span<std::uint8_t> labels,
              std::span<const Placement> placements = {}) const;

  /// SHA-256 of everything in here, in hexadecimal: the manifest's proof of which data a run has seen.
  [[nodiscard]] std::string sha256() const;

 private:
  using Content = std::variant<FloatBuffer, Pixels>;

  Samples(Content content, std::vector<std::uint8_t> labels, const Shape& shape, int classes);

  Content content_;
  std::vector<std::uint8_t> labels_;
  Shape shape_;
  int classes_ = 0;
};

}  // namespace lowband
