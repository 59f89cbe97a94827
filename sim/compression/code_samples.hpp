// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>

#include "sim/compression/compressor.hpp"

namespace lowband {

/// How large the codes of one codec are where that depends on the values: as large as that of a vector of standard
/// normal numbers, which is made once for each number of coordinates. Any thread may ask.
class CodeSamples {
 public:
  /// The bytes of the code by `codec`, always the same one, of so many coordinates; of more than `most`, those of
  /// `most` in proportion.
  [[nodiscard]] double bytes(const Compressor& codec, std::size_t size, std::size_t most);

 private:
  std::mutex mutex_;
  std::map<std::size_t, double> bytes_;  ///< by coordinates
};

}  // namespace lowband
