// SPDX-License-Identifier: Apache-2.0
#include "models/data/file_samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "models/data/class_names.hpp"
#include "models/data/partitions/shuffle.hpp"
#include "models/data/standardisation.hpp"
#include "models/data/value_text.hpp"
#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"
#include "sim/base/random.hpp"

namespace lowband {

namespace {

using Content = decltype(FileSamples::content);

template <class Values>
Values selected(const Values& values, std::size_t size, std::span<const std::uint32_t> which) {
  Values taken;
  taken.reserve(which.size() * size);
  for (const std::uint32_t i : which) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * size);
    taken.insert(taken.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return taken;
}

SparseRows selected(const SparseRows& rows, std::size_t /*size*/, std::span<const std::uint32_t> which) {
  return rows.select(which);
}

std::vector<std::string> selected(const std::vector<std::string>& texts, std::span<const std::uint32_t> which) {
  std::vector<std::string> taken;
  if (!texts.empty()) {
    for (const std::uint32_t i : which) taken.push_back(texts[i]);
  }
  return taken;
}

/// The samples of these numbers.
FileSamples select(const FileSamples& all, std::span<const std::uint32_t> which) {
  Content content =
      std::visit([&](const auto& values) { return Content(selected(values, all.shape.size(), which)); }, all.content);
  return {.content = std::move(content),
          .shape = all.shape,
          .labels = selected(all.labels, which),
          .groups = selected(all.groups, which),
          .file = all.file,
          .place = [place = all.place, numbers = std::vector(which.begin(), which.end())](std::size_t i) {
            return place(numbers[i]);
          }};
}

/// Groups by number, in the order of their names.
std::vector<std::uint32_t> numbered(const std::vector<std::string>& groups) {
  std::map<std::string, std::uint32_t> numbers;
  for (auto& name : distinct_values(groups))
    numbers.emplace(std::move(name), static_cast<std::uint32_t>(numbers.size()));
  std::vector<std::uint32_t> numbered;
  for (const auto& group : groups) numbered.push_back(numbers.at(group));
  return numbered;
}

/// Labels that are real numbers.
Labels values_of(const FileSamples& from) {
  std::vector<float> values;
  for (std::size_t i = 0; i < from.size(); ++i) {
    values.push_back(static_cast<float>(number_in(from.labels[i])));
    if (!std::isfinite(values.back())) {
      throw UsageError(
          fmt::format("{}: expected a finite number as label, found {}", from.place(i), in_quotes(from.labels[i])));
    }
  }
  return Labels::of_values(std::move(values));
}

Samples samples_of(FileSamples&& from, Labels labels, const std::vector<PixelScale>& scales) {
  if (auto* const bytes = std::get_if<std::vector<std::uint8_t>>(&from.content)) {
    return Samples::from_pixels(std::move(*bytes), std::move(labels), from.shape, scales);
  }
  if (auto* const rows = std::get_if<SparseRows>(&from.content)) {
    return Samples::from_sparse(std::move(*rows), std::move(labels), from.shape.size());
  }
  return Samples::from_floats(std::get<FloatBuffer>(std::move(from.content)), std::move(labels), from.shape);
}

std::string text_of(const Shape& shape) {
  return shape.height * shape.width == 1 ? fmt::format("{} features", shape.channels)
                                         : fmt::format("{} x {} x {}", shape.channels, shape.height, shape.width);
}

}  // namespace

void FileSplit::declare_share(Parameters& parameters, std::function<std::string()> why_not) {
  parameters.number("test_share", test_share_, {.least = 0.0, .most = 0.9, .above = true}, "",
                    "share of the training rows that is held out for the test if there is no test file");
  parameters.no_effect_if(std::move(why_not));
}

void FileSplit::declare_target(Parameters& parameters) {
  parameters.choice("target", target_,
                    {{"class", "the labels of the training samples become the classes 0, 1, ... in rising order"},
                     {"number", "real numbers, for regression"}},
                    "what labels are");
}

void FileSplit::declare_scale(Parameters& parameters) {
  scale_ = "standard";
  parameters.choice("scale", scale_,
                    {{"standard",
                      "each feature, or each channel of images, minus its mean over the training samples, divided by "
                      "its standard deviation"},
                     {"none", "as they are"}},
                    "how numbers are scaled before training");
}

Data FileSplit::data(FileSamples train, std::optional<FileSamples> test, std::uint64_t seed,
                     const Augmentation& augmentation) const {
  if (train.size() == 0) throw UsageError(fmt::format("{}: expected at least one sample, found none", train.file));
  if (test && test->size() == 0)
    throw UsageError(fmt::format("{}: expected at least one sample, found none", test->file));
  if (test && test->shape != train.shape) {
    throw UsageError(fmt::format("{}: expected samples of {} as in {}, found {}", test->file, text_of(train.shape),
                                 train.file, text_of(test->shape)));
  }
  if (augmentation.varies() && !std::holds_alternative<std::vector<std::uint8_t>>(train.content)) {
    throw UsageError(fmt::format("{}: an \"augmentation\" needs images of unsigned bytes, 0 to 255", train.file));
  }
  const bool are_classes = target_ == "class";
  const ClassNames names(are_classes ? train.labels : std::vector<std::string>(), train.file);
  if (!test) {
    if (train.size() < 2) {
      throw UsageError(fmt::format("{}: expected at least 2 samples, one of them for the test, found 1", train.file));
    }
    Stream random(seed, Purpose::data, 0, 0);
    std::vector<std::uint32_t> order = shuffled_indices(train.size(), random);
    const auto wanted = static_cast<std::size_t>(std::lround(test_share_ * static_cast<double>(order.size())));
    const auto held_out = static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(wanted, 1, order.size() - 1));
    std::sort(order.begin(), order.begin() + held_out);
    std::sort(order.begin() + held_out, order.end());
    const auto split = std::span(order);
    test = select(train, split.first(static_cast<std::size_t>(held_out)));
    train = select(train, split.subspan(static_cast<std::size_t>(held_out)));
  }
  std::vector<PixelScale> scales(train.shape.channels);
  if (scale_ == "standard") {
    if (const auto* const bytes = std::get_if<std::vector<std::uint8_t>>(&train.content)) {
      scales = standardising_scales(*bytes, train.shape);
    } else if (auto* const floats = std::get_if<FloatBuffer>(&train.content)) {
      standardise(*floats, std::get<FloatBuffer>(test->content), train.shape);
    }
  }
  const auto labels_of = [&](const FileSamples& samples) {
    return are_classes ? Labels::of_classes(names.classes_of(samples.labels, samples.place), names.size())
                       : values_of(samples);
  };
  Labels train_labels = labels_of(train);
  Labels test_labels = labels_of(*test);
  std::vector<std::uint32_t> groups = numbered(train.groups);
  return {.train = samples_of(std::move(train), std::move(train_labels), scales),
          .test = samples_of(std::move(*test), std::move(test_labels), scales),
          .augmentation = augmentation,
          .groups = std::move(groups)};
}

void FileDataset::declare_held_out(Parameters& parameters, FileSplit& split, const std::function<bool()>& has_test) {
  const auto why_not = [has_test] { return std::string(has_test() ? "there is a test file" : ""); };
  split.declare_share(parameters, why_not);
  declare_seed(parameters);
  parameters.no_effect_if(why_not);
}

}  // namespace lowband
