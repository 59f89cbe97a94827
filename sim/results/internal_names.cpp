// SPDX-License-Identifier: Apache-2.0
#include "sim/results/internal_names.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace lowband::internal_names {

namespace {
constexpr std::string_view partial_prefix = ".lowband-partial-";
constexpr std::size_t partial_digits = 16;
}  // namespace

std::string partial() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  return fmt::format("{}{:0{}x}", partial_prefix, number, partial_digits);
}

bool is_partial(std::string_view name) {
  return name.size() == partial_prefix.size() + partial_digits && name.starts_with(partial_prefix) &&
         name.find_first_not_of("0123456789abcdef", partial_prefix.size()) == std::string_view::npos;
}

bool is_internal(std::string_view name) { return name == lock || name == next || name == placing || is_partial(name); }

}  // namespace lowband::internal_names
