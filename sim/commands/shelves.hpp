// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/results/metrics/metric.hpp"

namespace lowband {

/// A component without its type: what `list` and `describe` tell of it.
struct Item {
  std::string name;
  std::string kind;    ///< "codec"
  std::string help;    ///< one line
  std::string source;  ///< paper and section, or ""
  std::function<std::unique_ptr<Component>()> make;
};

/// All components of one kind, in the order of their registry.
struct Shelf {
  std::string title;  ///< "codecs"
  std::string kind;   ///< "codec"
  std::vector<Item> items;
};

/// Every registry of what experiments and plots can name, in the order in which `list` shows them.
[[nodiscard]] std::vector<Shelf> shelves();
/// What theory knows, which nothing names but `describe bound`: bounds have the names of what they are about.
[[nodiscard]] Shelf shelf_of_bounds();
/// Both.
[[nodiscard]] std::vector<Shelf> listed_shelves();

/// "unbiased".
[[nodiscard]] const char* text(ErrorClass error_class);
/// "less", "more".
[[nodiscard]] const char* text(Better better);
/// Whose figures a metric has: "mean-model, server", or "no one model".
[[nodiscard]] std::string owners_text(const Metric& metric);

}  // namespace lowband
