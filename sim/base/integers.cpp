// SPDX-License-Identifier: Apache-2.0
#include "sim/base/integers.hpp"

#include <algorithm>

namespace lowband {

int largest_divisor_to_root(int n) {
  int divisor = 1;
  for (int i = 2; std::int64_t{i} * i <= n; ++i) {
    if (n % i == 0) divisor = i;
  }
  return divisor;
}

int root_up(int n, int exponent) {
  int root = 1;
  while (product(std::vector<int>(static_cast<std::size_t>(exponent), root)) < n) ++root;
  return root;
}

std::int64_t product(const std::vector<int>& factors) {
  constexpr std::int64_t most = std::int64_t{1} << 53;
  std::int64_t product = 1;
  for (const int factor : factors) product = product > most / factor ? most : product * factor;
  return std::min(product, most);
}

}  // namespace lowband
