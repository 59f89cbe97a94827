// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/base/component.hpp"

namespace lowband {

/// Components that a program which links this library adds to those of a registry, before anybody has asked for these.
template <class Kind>
class ExtraEntries {
 public:
  using Entry = typename Registry<Kind>::Entry;

  /// Throws std::logic_error if the registry has been asked for already.
  void add(Entry entry) {
    if (is_taken_)
      throw std::logic_error(fmt::format("\"{}\" is added too late: components are read already", entry.name));
    entries_.push_back(std::move(entry));
  }

  /// All entries of the registry, which is made of them now.
  [[nodiscard]] std::vector<Entry> with(std::vector<Entry> built_in) {
    is_taken_ = true;
    for (auto& entry : entries_) built_in.push_back(std::move(entry));
    return built_in;
  }

 private:
  std::vector<Entry> entries_;
  bool is_taken_ = false;
};

}  // namespace lowband
