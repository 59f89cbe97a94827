#pragma once

#include <cstddef>

#include "models/layers/plan.hpp"

namespace lowband {

/// The shortcut of option A: of every `stride` rows and pixels the first, and zeros in all channels from those of
/// `input` up to `channels`.
[[nodiscard]] Value plan_padding_shortcut(Plan& plan, Value input, std::size_t channels, std::size_t stride);

}  // namespace lowband
