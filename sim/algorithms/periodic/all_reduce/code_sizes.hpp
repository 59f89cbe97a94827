#pragma once

#include <cstddef>
#include <map>

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
  [[nodiscard]] double unit_bytes(std::size_t size) const;

  ModelCodec codec_;
  mutable std::map<std::size_t, double> unit_bytes_;                     ///< by size: what has been asked for before
  mutable std::map<std::pair<std::size_t, std::size_t>, double> bytes_;  ///< by range, likewise
};

}  // namespace lowband
