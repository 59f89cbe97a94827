// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A timeline in few bytes, some 15 per box and 25 per message: as runs keep it in their folders.
///
/// "LOWBTIME", a version, and the sizes of what follows as it is and as deflated (zlib), 32, 64 and 64 bits; then the
/// deflated bytes: a JSON text with nodes, links, routes, and how many boxes, messages and reports there are, after its
/// length (64 bits); and all boxes, messages and reports, member by member: the first one of all boxes, the second one,
/// ... Last, the CRC-32 of all before. Numbers are little-endian; a time is 64 bits of a double.
[[nodiscard]] std::string to_bytes(const Timeline& timeline);

/// What to_bytes() made. Throws UsageError that names `file`, where it stood, if it is none of ours, of another
/// version, cut short or altered.
[[nodiscard]] Timeline timeline_of_bytes(std::string_view bytes, const std::string& file);

}  // namespace lowband
