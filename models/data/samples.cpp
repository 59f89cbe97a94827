// SPDX-License-Identifier: Apache-2.0
#include "models/data/samples.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "models/data/prefetch.hpp"
#include "models/data/sha256.hpp"

namespace lowband {

namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::logic_error(what);
}

void require_there(std::span<const std::uint32_t> which, std::size_t samples) {
  require(std::ranges::all_of(which, [&](std::uint32_t sample) { return sample < samples; }),
          "Samples: no such sample");
}

void gather_floats(const FloatBuffer& values, std::span<const std::uint32_t> which, std::size_t features, float* out) {
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (i + prefetch_distance < which.size()) {
      prefetch(values.data() + which[i + prefetch_distance] * features, features * sizeof(float));
    }
    std::copy_n(values.data() + which[i] * features, features, out + i * features);
  }
}

/// "10 classes", "10 classes for each of 80", "1 numbers".
std::string told(const LabelShape& labels) {
  if (labels.classes == 0) return fmt::format("{} numbers", labels.per_sample);
  const std::string classes = fmt::format("{} classes", labels.classes);
  return labels.per_sample == 1 ? classes : fmt::format("{} for each of {}", classes, labels.per_sample);
}

std::string hexadecimal(float value) { return fmt::format("{:a}", value); }

}  // namespace

Samples Samples::from_pixels(std::vector<std::uint8_t> pixels, Labels labels, const Shape& shape,
                             std::vector<PixelScale> scales) {
  require(pixels.size() == labels.size() * shape.size(), "Samples: pixels do not fit labels and shape");
  return {Pixels(std::move(pixels), shape, std::move(scales)), std::move(labels), shape};
}

Samples Samples::from_floats(FloatBuffer values, Labels labels, const Shape& shape) {
  require(values.size() == labels.size() * shape.size(), "Samples: values do not fit labels and shape");
  return {std::move(values), std::move(labels), shape};
}

Samples Samples::from_sparse(SparseRows rows, Labels labels, std::size_t features) {
  require(rows.size() == labels.size() && rows.columns() <= features, "Samples: rows do not fit labels and features");
  const double stored =
      static_cast<double>(rows.stored_values().size()) / static_cast<double>(std::max<std::size_t>(1, rows.size()));
  return {std::move(rows), std::move(labels), {.channels = features, .stored = stored}};
}

void Samples::gather(std::span<const std::uint32_t> which, std::span<float> features,
                     std::span<const Placement> placements) const {
  require(features.size() == which.size() * this->features(),
          "Samples: the batch has another size than what is to be gathered");
  require_there(which, size());
  const auto* const pixels = std::get_if<Pixels>(&content_);
  require(placements.empty() || (pixels != nullptr && placements.size() == which.size()),
          "Samples: only images can be placed, each of them once");
  if (const auto* floats = std::get_if<FloatBuffer>(&content_)) {
    gather_floats(*floats, which, this->features(), features.data());
  } else if (pixels == nullptr) {
    std::get<SparseRows>(content_).gather(which, this->features(), features.data());
  } else if (placements.empty()) {
    pixels->gather(which, features.data());
  } else {
    pixels->gather(which, placements, features.data());
  }
}

void Samples::gather_sparse(std::span<const std::uint32_t> which, std::span<SparseRow> rows) const {
  require(rows.size() == which.size(), "Samples: the batch has another size than what is to be gathered");
  require_there(which, size());
  std::get<SparseRows>(content_).gather(which, rows);
}

std::string Samples::sha256() const {
  Sha256 hash;
  const auto add_header = [&](const char* kind, std::span<const PixelScale> scales) {
    std::vector<std::string> scale;
    std::vector<std::string> offset;
    for (const PixelScale& channel : scales) {
      scale.push_back(hexadecimal(channel.scale));
      offset.push_back(hexadecimal(channel.offset));
    }
    const std::string header = fmt::format("{} {} of {} features, {}, scale {}, offset {}\n", size(), kind, features(),
                                           told(labels_.shape()), fmt::join(scale, " "), fmt::join(offset, " "));
    hash.add(header.data(), header.size());
  };
  if (const auto* floats = std::get_if<FloatBuffer>(&content_)) {
    add_header("float32", std::array<PixelScale, 1>{});
    hash.add(std::span<const float>(*floats));
  } else if (const auto* pixels = std::get_if<Pixels>(&content_)) {
    add_header("uint8", pixels->scales());
    hash.add(pixels->bytes());
  } else {
    const auto& rows = std::get<SparseRows>(content_);
    add_header("sparse float32", std::array<PixelScale, 1>{});
    hash.add(rows.row_ends());
    hash.add(rows.stored_columns());
    hash.add(rows.stored_values());
  }
  labels_.add_to(hash);
  return hash.hexadecimal();
}

}  // namespace lowband
