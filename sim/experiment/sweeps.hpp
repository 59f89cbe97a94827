// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// An algorithm of the file, or one of those that the sweeps in it make.
struct SweptAlgorithm {
  Json json;    ///< without a sweep, and with a name of its own
  Place place;  ///< of the entry of the file; places below it are those of what was written there
};

/// The algorithms of one entry of the list, an object. {"sweep": [1, 4, 16]} in place of any value of an algorithm but
/// its name makes one for each value of the list, which may go on by "..." as in range_values(). Several make the
/// product: the last in the file changes fastest. Values may have sweeps inside. Each is named by swept_name(). An
/// entry without a sweep stays as it is. Throws UsageError at the place of what is wrong.
[[nodiscard]] std::vector<SweptAlgorithm> swept_algorithms(const Json& entry, const Place& place);

/// The schema of an algorithm, with a sweep allowed in place of every value: a reference to sweep_definitions().
[[nodiscard]] Json with_sweeps(Json schema);
/// "$defs" of the schema of "algorithms", a key of the experiment.
[[nodiscard]] Json sweep_definitions();

}  // namespace lowband
