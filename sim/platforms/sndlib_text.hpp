// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sim/platforms/graph_records.hpp"

namespace lowband {

/// SNDlib's native format (https://sndlib.put.poznan.pl), the text beside its XML:
///
///     ?SNDlib native format; type: network; version: 1.0
///     NODES (
///       Gdansk ( 18.60 54.20 )
///     )
///     LINKS (
///       Link_0_10 ( Gdansk Warsaw ) 0.00 0.00 0.00 156.00 ( 155.00 156.00 622.00 468.00 )
///     )
///
/// Lines that begin with '#' are comments. Behind the ends of a link stand four numbers, of its capacity and costs, and
/// a list of modules; capacities are in the unit of the demands, whatever that is, and are passed over, as all other
/// sections are. Coordinates are longitude and latitude, where a node has any: what is beyond the globe, as pixels are,
/// is refused by who needs it.
[[nodiscard]] bool is_sndlib_text(std::string_view text);

/// Its nodes ("id", "longitude", "latitude") and links ("source", "target"). Throws UsageError "FILE:LINE: ...".
[[nodiscard]] GraphRecords sndlib_text_records(const std::string& file, std::string_view text);

}  // namespace lowband
