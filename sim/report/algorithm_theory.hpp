// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace lowband {

/// What theory says of the runs of an algorithm.
struct AlgorithmTheory {
  std::string bound;                        ///< the name of the bound that is about it; "" if there is none
  std::map<std::uint64_t, double> by_seed;  ///< what it comes to, as data and initial models differ by seed
  std::string why_not;                      ///< why it comes to nothing; "" if it does not
  std::string constants;                    ///< with which it was evaluated, of the first seed: "L = 1 (exact), ..."
};

/// By the folder of the results and the name of the algorithm.
using Theory = std::map<std::pair<std::filesystem::path, std::string>, AlgorithmTheory>;

}  // namespace lowband
