// SPDX-License-Identifier: Apache-2.0
#include "models/data/class_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "models/data/value_text.hpp"
#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_classes = 65536;

}  // namespace

std::vector<std::string> distinct_values(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  if (std::ranges::none_of(texts, [](const auto& text) { return std::isnan(number_in(text)); })) {
    std::ranges::sort(texts, {}, [](const auto& text) { return number_in(text); });
  }
  return texts;
}

ClassNames::ClassNames(std::vector<std::string> labels, std::string file)
    : names_(distinct_values(std::move(labels))), file_(std::move(file)) {
  if (names_.size() > most_classes) {
    throw UsageError(fmt::format("{}: expected at most {} different labels, one for each class, found {}", file_,
                                 most_classes, names_.size()));
  }
}

std::vector<Label> ClassNames::classes_of(std::span<const std::string> labels,
                                          const std::function<std::string(std::size_t)>& place) const {
  std::map<std::string_view, Label> numbers;
  for (const auto& name : names_) numbers.emplace(name, static_cast<Label>(numbers.size()));
  std::vector<Label> classes;
  classes.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto found = numbers.find(labels[i]);
    if (found == numbers.end()) {
      constexpr std::size_t most_told = 10;
      const auto told = std::span(names_).first(std::min(names_.size(), most_told));
      throw UsageError(fmt::format("{}: expected a label that {} has ({}{}), found {}", place(i), file_,
                                   printable(fmt::format("{}", fmt::join(told, ", "))),
                                   told.size() < names_.size() ? ", ..." : "", printable(labels[i])));
    }
    classes.push_back(found->second);
  }
  return classes;
}

}  // namespace lowband
