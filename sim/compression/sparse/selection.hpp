// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lowband {

/// The coordinates that take part in a selection by magnitude.
enum class Side : std::uint8_t { both, positive, negative };

/// Coordinates of one side with large magnitudes. Without their sign, floats are ordered like the integers of the same
/// bits, so a magnitude is compared by its bits.
struct Selection {
  Side side = Side::both;
  std::uint32_t least = 0;  ///< the bits of the smallest selected magnitude
  std::size_t ties = 0;     ///< of the coordinates with exactly this one, only so many are selected, the first ones
  std::size_t count = 0;    ///< how many are selected
};

/// The `count` largest magnitudes of one side, which has at least so many coordinates that are not zero, or is both; of
/// equal ones the first. Exact, in linear time whatever the values: a radix selection by 11, 10 and 10 bits, each of
/// which reads the vector once. Unless `count` is 0, throws Diverged if a value is NaN or infinite.
[[nodiscard]] Selection select_largest(std::span<const float> vector, Side side, std::size_t count);

/// All coordinates of magnitude above `bound` >= 0. Throws Diverged if a value is NaN or infinite.
[[nodiscard]] Selection select_above(std::span<const float> vector, float bound);

/// The indices of selected coordinates, ascending.
void list_selected(std::span<const float> vector, const Selection& selection, std::vector<std::uint32_t>& indices);

}  // namespace lowband
