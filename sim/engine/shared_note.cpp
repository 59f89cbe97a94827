// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/shared_note.hpp"

#include <algorithm>
#include <cstring>

namespace lowband {

void SharedNote::write(std::string_view text) noexcept {
  const std::size_t length = std::min(text.size(), most);
  std::memcpy(text_->data(), text.data(), length);
  (*text_)[length] = '\0';
}

std::string SharedNote::read() const { return text_->data(); }

}  // namespace lowband
