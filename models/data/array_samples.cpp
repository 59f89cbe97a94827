// SPDX-License-Identifier: Apache-2.0
#include "models/data/array_samples.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace lowband {

namespace {

bool may_be_channels(std::size_t extent) { return extent == 1 || extent == 3 || extent == 4; }

/// From (N, height x width, channels) to (N, channels, height x width).
template <class Values>
Values with_channels_first(const Values& values, const Shape& shape) {
  const std::size_t plane = shape.height * shape.width;
  Values turned(values.size());
  for (std::size_t begin = 0; begin < values.size(); begin += shape.size()) {
    for (std::size_t channel = 0; channel < shape.channels; ++channel) {
      for (std::size_t pixel = 0; pixel < plane; ++pixel) {
        turned[begin + channel * plane + pixel] = values[begin + pixel * shape.channels + channel];
      }
    }
  }
  return turned;
}

}  // namespace

void ArrayForm::parameters(Parameters& parameters) {
  parameters.choice(
      "axes", axes_,
      {{"auto", "whichever of the two places has 1, 3 or 4 channels; if both or neither do, you must say which"},
       {"NCHW", "channels before height and width, as in PyTorch"},
       {"NHWC", "channels last, as in TensorFlow"}},
      "order of the dimensions of images in arrays of four");
}

bool ArrayForm::has_channels_last(const NpyReader& array) const {
  if (axes_ != "auto") return axes_ == "NHWC";
  const bool first = may_be_channels(array.shape()[1]);
  const bool last = may_be_channels(array.shape()[3]);
  if (first == last) {
    array.fail(fmt::format("\"axes\" must say which dimension of ({}) are the channels: \"NCHW\" or \"NHWC\"",
                           fmt::join(array.shape(), ", ")));
  }
  return last;
}

FileSamples ArrayForm::features_in(NpyReader& array) const {
  const auto& extents = array.shape();
  if (extents.size() < 2 || extents.size() > 4) {
    array.fail(fmt::format("expected an array of 2 dimensions (features), 3 or 4 (images), found the shape ({})",
                           fmt::join(extents, ", ")));
  }
  FileSamples samples{.shape = {.channels = extents[1]}, .file = array.name()};
  bool is_turned = false;
  if (extents.size() == 3) samples.shape = {.channels = 1, .height = extents[1], .width = extents[2]};
  if (extents.size() == 4) {
    is_turned = has_channels_last(array);
    samples.shape = is_turned ? Shape{.channels = extents[3], .height = extents[1], .width = extents[2]}
                              : Shape{.channels = extents[1], .height = extents[2], .width = extents[3]};
  }
  if (extents.size() > 2 && array.is_of_bytes()) {
    auto bytes = array.bytes();
    samples.content = is_turned ? with_channels_first(bytes, samples.shape) : std::move(bytes);
  } else {
    auto floats = array.floats();
    samples.content = is_turned ? with_channels_first(floats, samples.shape) : std::move(floats);
  }
  return samples;
}

std::size_t count_of(const FileSamples& features) {
  return std::visit([](const auto& content) { return content.size(); }, features.content) / features.shape.size();
}

std::vector<std::string> values_in(NpyReader& array, std::size_t samples, const std::string& features) {
  const auto& extents = array.shape();
  const bool is_column = extents.size() == 1 || (extents.size() == 2 && extents[1] == 1);
  if (!is_column || extents[0] != samples) {
    array.fail(fmt::format("expected an array of {} elements, one for each sample of {}, found the shape ({})", samples,
                           features, fmt::join(extents, ", ")));
  }
  return array.texts();
}

}  // namespace lowband
