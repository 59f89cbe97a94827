// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "sim/base/shared_memory.hpp"

namespace lowband {

/// A line of text that a process and the children that it forks share: what a child was about, when it died, can be
/// told from it. Making one throws std::system_error if there is no memory for it.
class SharedNote {
 public:
  /// Takes the place of what was there; the end of a text of more than 4000 bytes is lost.
  void write(std::string_view text) noexcept;
  [[nodiscard]] std::string read() const;

 private:
  static constexpr std::size_t most = 4000;

  SharedMemory<std::array<char, most + 1>> text_;
};

}  // namespace lowband
