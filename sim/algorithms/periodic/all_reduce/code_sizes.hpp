// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "sim/algorithms/periodic/all_reduce/exchange.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// How large the codes of a ModelCodec are. Where that depends on the values, it is taken from the code of normal
/// numbers: of 16,384 of them in proportion where there are more.
class CodeSizes {
 public:
  explicit CodeSizes(const ModelCodec& codec);

  [[nodiscard]] double bytes(CoordinateRange range) const;

  /// A use of a collective on a vector of so many coordinates, whose parts, or whole messages, travel in codes.
  [[nodiscard]] static Exchange exchange(const ModelCodec& codec, std::size_t coordinates, bool is_gathered);

 private:
  ModelCodec codec_;
  mutable std::map<std::pair<std::size_t, std::size_t>, double> bytes_;  ///< by range: what has been asked for before
};

}  // namespace lowband
